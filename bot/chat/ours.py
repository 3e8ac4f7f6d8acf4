"""What can be read from a message of ours, whoever made it and when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.chat import ids

if TYPE_CHECKING:
    import discord


def receipt(message: discord.Message) -> dict[str, int | str] | None:
    """The asker, the fact's handle and the table's version that a message was made with; None for one that shows no
    fact."""
    for custom_id in custom_ids(message.components):
        if (values := ids.WHY.read(custom_id)) is not None:
            return {"asker": int(values["asker"]), "handle": values["handle"], "version": int(values["version"])}
    return None


def custom_ids(components: Any) -> list[str]:
    """Of everything that can be pressed in these rows."""
    found = []
    for component in components:
        if custom_id := getattr(component, "custom_id", None):
            found.append(custom_id)
        found += custom_ids(getattr(component, "children", ()))
    return found


def shown_text(message: discord.Message) -> str:
    """The answer in a message, without its question and its source; "" for one that shows no fact."""
    if receipt(message) is None:
        return ""
    return "\n".join(line for line in message.content.splitlines() if not line.startswith(("-# ", "> ")))
