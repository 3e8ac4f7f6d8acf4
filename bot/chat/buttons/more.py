"""More: the facts that come next, for whoever wants to see them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.answers import Found
from bot.chat import ids
from bot.chat.asking import find
from bot.chat.buttons.press import Press, server_of
from bot.chat.house import House
from bot.chat.plain import has_words
from bot.chat.receipts import asked
from bot.chat.render import CHOICES, choice_buttons, choice_lines, saying_with
from bot.chat.rendered import Rendered, saying
from bot.chat.sending import defer, patiently, whisper
from bot.languages.catalogue import Language

if TYPE_CHECKING:
    import discord


class More(Press, template=ids.MORE.pattern):
    """Asks again, and offers what comes after what was shown."""

    async def press(self, interaction: discord.Interaction[Any], house: House, say: Language) -> None:
        """Offered privately: the buttons there are the presser's own."""
        work = self._next(interaction, house, say)
        await whisper(interaction, await patiently(work, lambda: defer(interaction, thinking=True, private=True)))

    async def _next(self, interaction: discord.Interaction[Any], house: House, say: Language) -> Rendered:
        server, message, me = server_of(interaction), interaction.message, interaction.client.user
        question = await asked(message, me.id) if message and me else None
        words, context = (question.question, question.context) if question else ("", "")
        if not has_words(words):
            fact, _ = await house.fact(self.handle, server)
            words = fact.title if fact else ""
        if not has_words(words):
            return saying(say("gone"))
        answer, version = await find(house, words, server, context=context)
        also = [match.fact.handle for match in (*answer.also, *answer.disagreeing)] if isinstance(answer, Found) else []
        seen = {self.handle, *also}
        distinct = {match.fact.handle: match.fact for match in answer.matches if match.fact.handle not in seen}
        facts = list(distinct.values())[:CHOICES]
        if not facts:
            return saying(say("no-more"))
        stage = await house.stage(say, server, interaction.user.id, version=version, private=True)
        text = "\n".join([say("more-head"), *choice_lines(facts, stage)])
        return saying_with(text, choice_buttons(facts, stage))
