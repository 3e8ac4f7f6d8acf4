"""The buttons of a message as discord.py sends them; of none of them anything is kept in memory."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import discord

from bot.chat.rendered import Button


class Key(discord.ui.Button[Any]):
    """A button that is told by its id when it is pressed: discord.py need not remember its message."""

    def is_dispatchable(self) -> bool:
        """discord.py keeps a view for as long as it runs when one of its items is; see `bot.chat.buttons`."""
        return False


def key(button: Button, row: int | None = None) -> Key:
    """One button."""
    style = discord.ButtonStyle.primary if button.primary else discord.ButtonStyle.secondary
    if button.url:
        return Key(label=button.label, url=button.url, row=row)
    return Key(label=button.label, custom_id=button.id, style=style, row=row)


def board(rows: Iterable[Iterable[Button]]) -> discord.ui.View | None:
    """The buttons of a message, row by row; None for none."""
    view = discord.ui.View(timeout=None)
    for number, row in enumerate(rows):
        for button in row:
            view.add_item(key(button, number))
    return view if view.children else None
