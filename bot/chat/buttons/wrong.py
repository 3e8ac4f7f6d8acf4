"""Not right?: a form for whoever knows better, which goes to the curators."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.chat import ids
from bot.chat.buttons.press import Press, server_of
from bot.chat.forms import Form, Values
from bot.chat.house import House, house_of, spoken
from bot.chat.office import Place, Report
from bot.chat.plain import clean, one_line
from bot.chat.receipts import asked
from bot.chat.sending import defer, patiently, whisper
from bot.languages.catalogue import Language

if TYPE_CHECKING:
    import discord


class Wrong(Press, template=ids.WRONG.pattern):
    """Opens the form."""

    async def press(self, interaction: discord.Interaction[Any], house: House, say: Language) -> None:
        """A form must be the first response, so nothing is looked up before."""
        if house.office.reports is None:
            await whisper(interaction, say("nobody-there"))
        else:
            await interaction.response.send_modal(_form(say, ids.REPORT(handle=self.handle, version=self.version)))


def _form(say: Language, custom_id: str) -> Form:
    """What is wrong, and where that stands."""
    form = Form(say("wrong-title"), custom_id)
    form.ask("wrong", say("wrong-what"), help=say("wrong-what-help"), most=1000)
    form.ask("source", say("wrong-link"), required=False, long=False, most=500)
    return form


async def reported(interaction: discord.Interaction[Any], values: Values, texts: Values) -> None:
    """The form was sent: hands it over, and says so."""
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
        wrong, source = clean(texts.get("wrong", "")), one_line(texts.get("source", ""))
        report = Report(place, values["handle"], int(values["version"]), wrong, source, question)
        await house.desk.hand_over(lambda: reports.report(report))
        return say("wrong-thanks")

    work = patiently(handed_over(), lambda: defer(interaction, thinking=True, private=True))
    await whisper(interaction, await work)
