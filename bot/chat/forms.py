"""Discord's forms. All that one must know when it is sent stands in its id: it may be sent to another process than the
one that opened it, so discord.py is not asked to remember it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import discord

from bot.chat.plain import shorten

Values = dict[str, str]
Sent = Callable[[discord.Interaction[Any], Values, Values], Awaitable[None]]
"""Serves a form that was sent: what its id says, and what was written in it, by field."""

LONGEST = 4000
"""Units that Discord takes in one field."""
TITLE = 45
"""Characters of a form's title and of a label, and"""
HELP = 100
"""of what stands below a label."""


class Form(discord.ui.Modal):
    """A form that nobody waits for."""

    def __init__(self, title: str, custom_id: str) -> None:
        super().__init__(title=shorten(title, TITLE), custom_id=custom_id, timeout=None)
        # discord.py keeps what is not finished in memory for ever, and would answer for it
        self.stop()

    def ask(
        self,
        name: str,
        label: str,
        *,
        text: str = "",
        help: str = "",  # noqa: A002 - what it is
        required: bool = True,
        long: bool = True,
        most: int = LONGEST,
    ) -> None:
        """One more field."""
        field: discord.ui.TextInput[Any] = discord.ui.TextInput(
            custom_id=name,
            default=text or None,
            required=required,
            max_length=most,
            style=discord.TextStyle.paragraph if long else discord.TextStyle.short,
        )
        described = shorten(help, HELP) or None
        self.add_item(discord.ui.Label(text=shorten(label, TITLE), description=described, component=field))


def sent_texts(interaction: discord.Interaction[Any]) -> Values:
    """What was written in a form, by field."""
    data: dict[str, Any] = dict(interaction.data or {})
    return dict(_texts(data.get("components", ())))


def _texts(components: Any) -> Iterator[tuple[str, str]]:
    for component in components:
        if "custom_id" in component and isinstance(component.get("value"), str):
            yield component["custom_id"], component["value"]
        yield from _texts(component.get("components", ()))
        if "component" in component:
            yield from _texts([component["component"]])
