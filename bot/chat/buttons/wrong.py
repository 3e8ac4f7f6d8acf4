"""Not right?: a form for whoever knows better, which goes to the curators."""

from __future__ import annotations

from typing import Any

import discord

from bot.chat import ids
from bot.chat.buttons.press import Press, server_of
from bot.chat.house import House, house_of, spoken
from bot.chat.office import Place, Report
from bot.chat.plain import clean, one_line
from bot.chat.receipts import asked
from bot.chat.sending import apologise, defer, patiently, whisper
from bot.languages.catalogue import Language

FORM = 15 * 60.0
"""Seconds that a form waits to be filled in."""


class Wrong(Press, template=ids.WRONG.pattern):
    """Opens the form."""

    async def press(self, interaction: discord.Interaction[Any], house: House, say: Language) -> None:
        """A form must be the first response, so nothing is looked up before."""
        if house.office.reports is None:
            await whisper(interaction, say("nobody-there"))
        else:
            await interaction.response.send_modal(WrongForm(say, self.handle, self.version))


class WrongForm(discord.ui.Modal):
    """What is wrong, and where that stands."""

    def __init__(self, say: Language, handle: str, version: int) -> None:
        super().__init__(title=say("wrong-title"), timeout=FORM)
        self._handle, self._version = handle, version
        self.wrong: discord.ui.TextInput[Any] = discord.ui.TextInput(
            style=discord.TextStyle.paragraph, max_length=1000, custom_id="wrong"
        )
        self.source: discord.ui.TextInput[Any] = discord.ui.TextInput(
            required=False, max_length=500, placeholder="https://", custom_id="source"
        )
        self.add_item(
            discord.ui.Label(text=say("wrong-what"), description=say("wrong-what-help"), component=self.wrong)
        )
        self.add_item(discord.ui.Label(text=say("wrong-link"), component=self.source))

    async def on_submit(self, interaction: discord.Interaction[Any], /) -> None:
        """Hands it over, and says so."""
        house, say, message = house_of(interaction), spoken(interaction), interaction.message
        reports = house.office.reports
        if reports is None:
            await whisper(interaction, say("nobody-there"))
            return

        async def handed_over() -> str:
            me = interaction.client.user
            question = (await asked(message, me.id)).question if message and me else ""
            place = Place(
                server_of(interaction), interaction.channel_id or 0, message.id if message else 0, interaction.user.id
            )
            report = Report(
                place, self._handle, self._version, clean(self.wrong.value), one_line(self.source.value), question
            )
            await house.desk.hand_over(lambda: reports.report(report))
            return say("wrong-thanks")

        with house.desk.at_work():
            work = patiently(handed_over(), lambda: defer(interaction, thinking=True, private=True))
            await whisper(interaction, await work)

    async def on_error(  # type: ignore[override]
        self, interaction: discord.Interaction[Any], error: Exception, /
    ) -> None:
        """Whoever took the trouble is told that it was in vain."""
        await apologise(interaction, error)
