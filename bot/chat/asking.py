"""From what somebody wrote to an answer: the whole of it is looked up, and where that finds nothing, what it asks."""

from __future__ import annotations

import logging
from dataclasses import replace

from bot.answers import Answer, Found, Suggestions, Unknown
from bot.chat import logs
from bot.chat.house import House
from bot.chat.offering import chosen_handle
from bot.chat.plain import has_words, one_line
from bot.facts import Fact

log = logging.getLogger(__name__)


async def find(house: House, words: str, server: int, *, context: str = "", title: str = "") -> tuple[Answer, int]:
    """The answer, and the table's version that it comes from. Raises BusyError.

    title: of a forum post; the question may stand in it, in the words below it, or in both.
    """
    whole = " ".join(filter(has_words, (title, words)))
    first, version = await house.ask(whole, server, context=context)
    if isinstance(first, Found):
        return first, version
    others = [title, words] if has_words(title) and has_words(words) else []
    best = first
    for other in filter(has_words, others):
        answer, version = await house.ask(other, server, context=context)
        if isinstance(answer, Found):
            return replace(answer, question=whole), version
        if isinstance(best, Unknown):
            best = answer
    return replace(best, question=whole), version


async def count(house: House, answer: Answer, server: int) -> None:
    """What came of a question is counted; the question is not kept."""
    house.records.outcome(server, type(answer).__name__.lower())
    gaps = house.office.gaps
    if gaps is None or not isinstance(answer, Unknown):
        return
    try:
        await house.desk.hand_over(lambda: gaps.count(server, answer.question))
    except Exception as error:  # noqa: BLE001 - the answer goes out without it
        log.warning("A gap was not counted: %s", logs.reason(error))


async def known(house: House, question: str, server: int) -> tuple[Fact | None, int] | None:
    """The fact that was chosen by autocompletion's short form of a long question, None if it is gone; None as a whole
    when the question is none of these."""
    handle = chosen_handle(question)
    return await house.fact(handle, server) if handle else None


def same_question(answer: Answer, question: str) -> Fact | None:
    """Among what is offered, the one fact whose question is just this: a known question is not asked back."""
    offered = [match.fact for match in answer.choices] if isinstance(answer, Suggestions) else []
    same = [fact for fact in offered if one_line(fact.title) == one_line(question)]
    return same[0] if len(same) == 1 else None
