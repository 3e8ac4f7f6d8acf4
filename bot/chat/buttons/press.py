"""What all buttons and menus have in common: they outlive the process, and whoever presses one gets a word."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Self

import discord

from bot.chat.house import House, house_of, spoken
from bot.chat.sending import apologise
from bot.languages.catalogue import Language


class Press(discord.ui.DynamicItem[discord.ui.Item[Any]], template=r"(?!)"):
    """One press. All it needs stands in the id, and is checked again; a subclass names the form of that id.

    values: the fields of the id.
    """

    def __init__(self, item: discord.ui.Item[Any], values: Mapping[str, str]) -> None:
        super().__init__(item)
        self.values = values

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """The button as it was before the process that made it ended."""
        return cls(item, match.groupdict())

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Does what the button says; whoever pressed it is told when that fails."""
        house = house_of(interaction)
        try:
            with house.desk.at_work():
                await self.press(interaction, house, spoken(interaction))
        except Exception as error:  # noqa: BLE001 - discord.py would log it and leave the person without a word
            await apologise(interaction, error)

    async def press(self, interaction: discord.Interaction[Any], house: House, say: Language) -> None:
        """What the button does. say: the language of whoever pressed it."""
        raise NotImplementedError

    @property
    def asker(self) -> int:
        """Whose button it is."""
        return int(self.values["asker"])

    @property
    def handle(self) -> str:
        """The fact that it is about."""
        return self.values["handle"]

    @property
    def version(self) -> int:
        """The table's version that its message comes from."""
        return int(self.values["version"])


def server_of(interaction: discord.Interaction[Any]) -> int:
    """The server's id; 0 in a direct message, and on a server that the bot itself is not a member of."""
    alone = interaction.is_user_integration() and not interaction.is_guild_integration()
    return 0 if alone else interaction.guild_id or 0
