"""Add my wording: what somebody asked, before they chose a fact, is offered to the curators as a phrasing of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.chat import ids
from bot.chat.buttons.press import Press
from bot.chat.curation.sentences import sentence
from bot.chat.curation.visiting import Visit, enter
from bot.chat.house import House
from bot.chat.plain import has_words
from bot.chat.receipts import asked
from bot.chat.rendered import Rendered, saying
from bot.chat.sending import whisper
from bot.curation.values import Spot
from bot.errors import FactbotError
from bot.languages.catalogue import Language

if TYPE_CHECKING:
    import discord


class Wording(Press, template=ids.WORDING.pattern):
    """Hands the wording over: nothing is learnt unless its asker wants it and a curator agrees."""

    async def press(self, interaction: discord.Interaction[Any], house: House, say: Language) -> None:
        """Only whoever asked may give their words away."""
        if interaction.user.id != self.asker:
            await whisper(interaction, say("not-yours"))
            return
        visit = await enter(interaction)
        if visit is not None:
            try:
                await whisper(interaction, await self._offered(visit))
            except FactbotError as error:
                await whisper(interaction, sentence(error, say))

    async def _offered(self, visit: Visit) -> Rendered:
        say, message, me = visit.say, visit.interaction.message, visit.interaction.client.user
        question = (await asked(message, me.id)).question if message and me else ""
        if message is None or not has_words(question):
            return saying(say("question-gone"))
        spot = Spot(message.channel.id, message.id)
        waiting = await visit.promptly(
            lambda curation: curation.review.offer_wording(visit.server, visit.who, spot, self.handle, question)
        )
        return saying(say("waiting-again" if waiting.again else "wording-thanks", number=waiting.proposal.number))
