"""The desk between the event loop and the fact table: a few threads look things up, and few may wait for them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import BoundedSemaphore
from typing import Protocol, TypeVar

from bot.answers import Answer, Match
from bot.facts import Fact

Result = TypeVar("Result")

THREADS = 4
"""A lookup takes milliseconds and holds the interpreter for most of them: more threads would not be faster."""

LONGEST_LINE = 256
"""Lookups that may wait. At 10 ms each, whoever is last in line is answered in seconds; the next one is sent away."""


class Answerer(Protocol):
    """Where the answers come from. The calls block for milliseconds, and may come from any thread."""

    def ask(self, question: str, *, context: str = "", limit: int = 10) -> Answer:
        """What the table knows about a question; `context` is what it follows up on."""

    def complete(self, text: str, /, limit: int = 25) -> list[Match]:
        """Known questions that begin or sound like the text, best first; some good ones for no text."""

    def fact(self, handle: str) -> Fact | None:
        """The fact with this handle, or None."""


class BusyError(Exception):
    """Too many lookups are waiting already."""


class Desk:
    """Takes questions from the event loop to an Answerer on threads of its own.

    answerer: asked from several threads at once. line: how many lookups may wait before one is turned away.
    """

    def __init__(self, answerer: Answerer, *, threads: int = THREADS, line: int = LONGEST_LINE) -> None:
        self._answerer = answerer
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="lookup")
        self._room = BoundedSemaphore(threads + line)
        self._typing: dict[int, object] = {}

    async def ask(self, question: str, *, context: str = "") -> Answer:
        """What the table knows about a question. Raises BusyError when the line is too long."""
        return await self._look_up(lambda: self._answerer.ask(question, context=context))

    async def fact(self, handle: str) -> Fact | None:
        """The fact with this handle, or None. Raises BusyError when the line is too long."""
        return await self._look_up(lambda: self._answerer.fact(handle))

    async def complete(self, text: str, typist: int, limit: int = 25) -> list[Match]:
        """Known questions for what a person has typed so far.

        None when the line is too long, and none when the same person has typed on in the meantime: nobody waits for
        those.
        """
        turn = self._typing[typist] = object()

        def look() -> list[Match]:
            current = self._typing.get(typist) is turn
            return self._answerer.complete(text, limit) if current else []

        try:
            return await self._look_up(look)
        except BusyError:
            return []
        finally:
            if self._typing.get(typist) is turn:
                del self._typing[typist]

    def close(self) -> None:
        """Gives up what is waiting; what is being looked up ends by itself."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    async def _look_up(self, work: Callable[[], Result]) -> Result:
        if not self._room.acquire(blocking=False):
            raise BusyError
        future = self._pool.submit(work)
        future.add_done_callback(lambda _: self._room.release())
        return await asyncio.wrap_future(future)
