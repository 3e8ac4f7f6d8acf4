"""The words of a fact as the index takes them, worked out in other processes while many facts are loaded.

Taking texts apart is the larger part of loading a million facts, and needs nothing of the table.
"""

from __future__ import annotations

import os
from collections import deque
from concurrent.futures import ProcessPoolExecutor
from itertools import islice
from multiprocessing import get_context
from typing import TYPE_CHECKING, Final, NamedTuple

from bot import text

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Sequence
    from concurrent.futures import Future

    from bot.facts import Fact

ALONE: Final = 20_000
"""Facts that are taken apart in this process; starting others takes longer than these."""
CHUNK: Final = 1000
"""Facts that are sent to another process at once."""
WORKERS: Final = 4
"""Other processes at most: more would wait for the one that writes."""

Texts = tuple[str, str, tuple[str, ...]]
"""Topic, answer and phrasings."""


class FactWords(NamedTuple):
    """The words of a fact, each once, with spaces between them: what crosses from one process to another fastest.

    answer:    stems of the answer and the topic.
    questions: stems of each phrasing.
    spelt:     tokens of all of them, as they are spelt.
    """

    answer: str
    questions: tuple[str, ...]
    spelt: str


def words_of(topic: str, answer: str, questions: Iterable[str]) -> FactWords:
    """The words of one fact."""
    tokens = {*text.tokens(answer), *text.tokens(topic)}
    spelt = set(tokens)
    phrasings = []
    for question in questions:
        words = set(text.tokens(question))
        spelt |= words
        phrasings.append(" ".join({text.stem(word) for word in words}))
    return FactWords(" ".join({text.stem(word) for word in tokens}), tuple(phrasings), " ".join(spelt))


def with_words(facts: Iterable[Fact]) -> Generator[tuple[Fact, FactWords], None, None]:
    """Each fact with its words, in order. What `facts` raises is raised when its turn comes, or a little earlier."""
    remaining = iter(facts)
    for fact in islice(remaining, ALONE):
        yield fact, words_of(fact.topic, fact.answer, fact.questions)
    first = list(islice(remaining, CHUNK))
    if not first:
        return
    workers = min(WORKERS, max(1, (os.cpu_count() or 2) - 1))
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        ahead: deque[tuple[list[Fact], Future[list[FactWords]]]] = deque()
        try:
            while first or ahead:
                while first and len(ahead) < 2 * workers:
                    ahead.append((first, pool.submit(_words_of_all, [_texts(fact) for fact in first])))
                    first = list(islice(remaining, CHUNK))
                chunk, words = ahead.popleft()
                yield from zip(chunk, words.result(), strict=True)
        finally:
            for _, words in ahead:
                words.cancel()


def _texts(fact: Fact) -> Texts:
    return fact.topic, fact.answer, fact.questions


def _words_of_all(chunk: Sequence[Texts]) -> list[FactWords]:
    return [words_of(*texts) for texts in chunk]
