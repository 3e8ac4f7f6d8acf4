"""The building blocks of a panel, of which nothing is kept in memory."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import discord

from bot.chat.board import key
from bot.chat.rendered import COLOUR, Button

Block = discord.ui.Item[Any]


def text(words: str) -> Block:
    """A paragraph in Discord's Markdown."""
    return discord.ui.TextDisplay(words)


def row(*items: Block) -> Block:
    """A menu, or up to five buttons."""
    return discord.ui.ActionRow(*items)


def buttons(made: Iterable[Button]) -> Block:
    """Buttons in a row."""
    return row(*map(key, made))


def line() -> Block:
    """A thin line between two subjects."""
    return discord.ui.Separator()


def panel(blocks: Sequence[Block]) -> discord.ui.LayoutView:
    """The panel as a message: 40 parts and 4,000 characters at most, which discord.py does not check."""
    view = discord.ui.LayoutView(timeout=None)
    view.add_item(discord.ui.Container(*blocks, accent_colour=COLOUR))
    return view


class Menu(discord.ui.Select[Any]):
    """A menu of words; what is chosen is told by its id."""

    def is_dispatchable(self) -> bool:
        """See `bot.chat.board.Key`."""
        return False


class ChannelMenu(discord.ui.ChannelSelect[Any]):
    """A menu of a server's channels."""

    def is_dispatchable(self) -> bool:
        """See `bot.chat.board.Key`."""
        return False


class RoleMenu(discord.ui.RoleSelect[Any]):
    """A menu of a server's roles."""

    def is_dispatchable(self) -> bool:
        """See `bot.chat.board.Key`."""
        return False
