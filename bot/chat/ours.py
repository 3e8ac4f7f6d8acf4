"""What can be read from a message of ours, whoever made it and when."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from bot.chat import ids
from bot.chat.plain import one_line

if TYPE_CHECKING:
    import discord

_ESCAPED = re.compile(r"\\(.)")


def receipt(message: discord.Message) -> dict[str, int | str] | None:
    """The asker, the fact's handle and the table's version that a message was made with; None for one that shows no
    fact."""
    for custom_id in custom_ids(message.components):
        if (values := ids.WHY.read(custom_id)) is not None:
            return {"asker": int(values["asker"]), "handle": values["handle"], "version": int(values["version"])}
    return None


def shown_question(message: discord.Message) -> str:
    """The question in the line above an answer; "" for a message whose question stands elsewhere.

    A reply's question is what it points at; what answers a command or a button shows its own.
    """
    head = message.content.partition("\n")[0]
    own = message.reference is None or message.interaction_metadata is not None
    return _ESCAPED.sub(r"\1", one_line(head[2:])) if own and head.startswith("> ") else ""


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
