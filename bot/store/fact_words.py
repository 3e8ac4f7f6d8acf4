"""The words of a fact as the index takes them, worked out in other processes while many facts are loaded.

Taking texts apart is the larger part of loading a million facts, and needs nothing of the table.
"""

from __future__ import annotations

import os
import signal
from collections import deque
from concurrent.futures import BrokenExecutor, CancelledError, ProcessPoolExecutor
from contextlib import suppress
from itertools import chain, islice
from multiprocessing import get_context
from typing import TYPE_CHECKING, Final, NamedTuple, Self

from bot import text

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator, Sequence
    from concurrent.futures import Future

    from bot.facts import Fact

ALONE: Final = 20_000
"""Facts that are taken apart in this process; starting others takes longer than these."""
CHUNK: Final = 1000
"""Facts that are sent to another process at once."""
WORKERS: Final = 4
"""Other processes at most: more would wait for the one that writes."""

_LEFT_TO_THE_PARENT: Final = (signal.SIGINT, signal.SIG_IGN)
"""Whoever presses Ctrl-C means the program; its helpers end with it."""

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
    if chunk := list(islice(remaining, CHUNK)):
        yield from _together(chain(chunk, remaining))


def _together(facts: Iterator[Fact]) -> Generator[tuple[Fact, FactWords], None, None]:
    """The same, with other processes. Where there can be none, or they end, this one does their work."""
    workers = min(WORKERS, max(1, (os.cpu_count() or 2) - 1))
    ahead: deque[tuple[list[Fact], Future[list[FactWords]] | None]] = deque()
    with _Helpers(workers) as helpers:
        while True:
            while len(ahead) < 2 * workers and (chunk := list(islice(facts, CHUNK))):
                ahead.append((chunk, helpers.submit(chunk)))
            if not ahead:
                return
            chunk, words = ahead.popleft()
            yield from zip(chunk, helpers.result(chunk, words), strict=True)


class _Helpers:
    """Other processes, as long as there are any."""

    def __init__(self, workers: int) -> None:
        self._pool: ProcessPoolExecutor | None = None
        # a system without shared memory, or a process that may have no children, has none
        with suppress(OSError, NotImplementedError, ImportError):
            self._pool = ProcessPoolExecutor(
                workers, mp_context=get_context("spawn"), initializer=signal.signal, initargs=_LEFT_TO_THE_PARENT
            )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)

    def submit(self, chunk: Sequence[Fact]) -> Future[list[FactWords]] | None:
        """The work on a chunk, begun; None where nobody is there to do it."""
        if self._pool is None:
            return None
        try:
            return self._pool.submit(_words_of_all, [_texts(fact) for fact in chunk])
        except (AssertionError, OSError, BrokenExecutor):
            self._pool.shutdown(wait=False, cancel_futures=True)
            self._pool = None
            return None

    def result(self, chunk: Sequence[Fact], words: Future[list[FactWords]] | None) -> list[FactWords]:
        """What came of it, by whoever does it."""
        if words is not None:
            with suppress(BrokenExecutor, CancelledError):
                return words.result()
        return _words_of_all([_texts(fact) for fact in chunk])


def _texts(fact: Fact) -> Texts:
    return fact.topic, fact.answer, fact.questions


def _words_of_all(chunk: Sequence[Texts]) -> list[FactWords]:
    return [words_of(*texts) for texts in chunk]
