"""Why?: the answer explained from its receipt, computed again with the table as it is now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.answers import Explanation
from bot.chat import ids, plain
from bot.chat.buttons.press import Press, server_of
from bot.chat.house import House
from bot.chat.receipts import Asked, asked
from bot.chat.rendered import CONTENT
from bot.chat.sending import defer, patiently, whisper
from bot.explaining import explanation_lines
from bot.languages.catalogue import Language

if TYPE_CHECKING:
    import discord


class Why(Press, template=ids.WHY.pattern):
    """Explains, to whoever asks."""

    async def press(self, interaction: discord.Interaction[Any], house: House, say: Language) -> None:
        """Reads the question back, and compares it with the fact again."""

        async def told() -> str:
            question = Asked()
            if interaction.message and interaction.client.user:
                question = await asked(interaction.message, interaction.client.user.id)
            return await explained(house, say, server_of(interaction), question, self.handle, self.version)

        await whisper(interaction, await patiently(told(), lambda: defer(interaction, thinking=True, private=True)))


async def explained(
    house: House, say: Language, server: int, question: Asked, handle: str, then: int | None = None
) -> str:
    """The explanation as one message of text.

    question: an empty one when it cannot be read any more. then: the table's version that the answer came from.
    """
    fact, now = await house.fact(handle, server)
    if fact is None:
        return say("why-gone")
    if not plain.has_words(question.question):
        return say("why-no-question", title=plain.literal(fact.title, 200))
    found = await _explanation(house, question, handle, server)
    if found is None:
        return say("why-gone")
    title = plain.literal(fact.title, 200)
    head = say("why-head", question=plain.literal(question.question, 300), title=title)
    lines = [f"- {plain.literal(line, 400)}" for line in explanation_lines(found, now, then, say)]
    return plain.shorten("\n".join([head, *lines]), CONTENT)


async def _explanation(house: House, question: Asked, handle: str, server: int) -> Explanation | None:
    """The question alone, and where the fact is not the first for that, with what it followed on."""
    found = await house.desk.look_up(lambda answerer: answerer.explain(question.question, handle, scope=server))
    if not question.context or (found is not None and found.place == 1):
        return found
    both = f"{question.question} {question.context}"
    return await house.desk.look_up(lambda answerer: answerer.explain(both, handle, scope=server)) or found
