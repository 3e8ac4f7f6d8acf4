"""Ask the curators: a question that no fact answers goes to people, because its asker wants that."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.chat import ids
from bot.chat.buttons.press import Press, server_of
from bot.chat.house import House
from bot.chat.office import Place
from bot.chat.plain import has_words
from bot.chat.receipts import asked
from bot.chat.rendered import saying
from bot.chat.sending import defer, patiently, whisper
from bot.languages.catalogue import Language

if TYPE_CHECKING:
    import discord


class AskCurators(Press, template=ids.CURATORS.pattern):
    """Hands the question over: the only time that its words are kept."""

    async def press(self, interaction: discord.Interaction[Any], house: House, say: Language) -> None:
        """Only whoever asked may give their words away."""
        message, me, gaps = interaction.message, interaction.client.user, house.office.gaps
        if interaction.user.id != self.asker:
            await whisper(interaction, say("not-yours"))
            return
        if gaps is None or message is None or me is None:
            await whisper(interaction, say("nobody-there"))
            return

        async def handed_over() -> str:
            question = (await asked(message, me.id)).question
            if not has_words(question):
                return say("question-gone")
            if house.lately.shared.get(message.id):
                return say("curators-already")
            house.lately.shared.keep(message.id, interaction.user.id)
            place = Place(server_of(interaction), interaction.channel_id or 0, message.id, self.asker)
            await house.desk.hand_over(lambda: gaps.ask_curators(place, question))
            return say("curators-thanks")

        work = patiently(handed_over(), lambda: defer(interaction, thinking=True, private=True))
        await whisper(interaction, saying(await work))
