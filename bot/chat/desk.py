"""The desk between the event loop and the fact table: a few threads look things up, and few may wait for them."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from threading import BoundedSemaphore
from typing import Any, Protocol, TypeVar

from bot import errors
from bot.answers import Answer, Explanation, Match
from bot.facts import SHARED, Fact

Result = TypeVar("Result")
Offer = TypeVar("Offer")

THREADS = 2
"""A lookup takes milliseconds and holds the interpreter for most of them: more threads would not be faster, and the
event loop, which must answer within Discord's three seconds, would wait for each of them."""

LONGEST_LINE = 256
"""Lookups that may wait. At 10 ms each, whoever is last in line is answered in seconds; the next one is sent away."""


TYPING = 1.5
"""Seconds after which an offer for what somebody is typing comes too late to be worth a lookup. Discord waits three."""

OFFERS = 512
"""Beginnings whose offers are remembered until the table changes: everybody's question begins with the same words."""


class Answerer(Protocol):
    """Where the answers come from. The calls block for milliseconds, and may come from any thread."""

    def ask(
        self,
        question: str,
        *,
        context: str = "",
        limit: int = 10,
        scope: int = SHARED,
        certainty: float | None = None,
    ) -> Answer:
        """What a server's table knows about a question; `context` is what it follows up on.

        certainty: how sure an answer must be, 0 to 1; None for the program's own.
        """

    def complete(self, beginning: str, limit: int = 25, *, scope: int = SHARED) -> list[Match]:
        """Known questions that begin or sound like the text, best first; some good ones for no text."""

    def fact(self, handle: str, *, scope: int = SHARED) -> Fact | None:
        """The fact with this handle, or None."""

    def explain(self, question: str, handle: str, *, scope: int = SHARED) -> Explanation | None:
        """How the fact compares with the question now; None when the fact is gone."""

    def version(self) -> int:
        """The table's version; it grows with every change."""

    def totals(self, *, scope: int = SHARED) -> Mapping[str, int]:
        """How many facts, asked_facts and phrasings there are."""


class BusyError(Exception):
    """Too many lookups are waiting already, or the table is held by a writer."""


class Desk:
    """Takes questions from the event loop to an Answerer on threads of its own.

    answerer: asked from several threads at once. line: how many lookups may wait before one is turned away.
    typing: seconds after which nobody waits for an offer. What people type has a thread of its own, so that nobody who
    has asked waits behind it.
    """

    def __init__(
        self, answerer: Answerer, *, threads: int = THREADS, line: int = LONGEST_LINE, typing: float = TYPING
    ) -> None:
        self._answerer = answerer
        self._asked = _Line("lookup", threads, line)
        self._handed = _Line("counter", 2, line)
        # who types on leaves a lookup behind that costs nothing any more, but is still in line
        self._typed = _Line("typing", 1, 8 * line)
        self._typists = line + 1
        self._typing: dict[int, object] = {}
        self._longest = typing
        # touched by the one thread that looks up what is typed
        self._offers: OrderedDict[Hashable, Sequence[Any]] = OrderedDict()
        self._at_work = 0
        self._idle = asyncio.Event()
        self._idle.set()

    async def look_up(self, work: Callable[[Answerer], Result]) -> Result:
        """What the work finds out from the answerer. Raises BusyError when the line is too long."""
        return await self._asked.look_up(lambda: work(self._answerer))

    async def hand_over(self, work: Callable[[], Result]) -> Result:
        """What a desk of the office makes of it. It may have to wait for whoever writes, so it has a line of its own.

        Raises BusyError when the line is too long, and when the table is held by another program.
        """
        return await self._handed.look_up(work)

    async def offer(self, typed: Hashable, typist: int, work: Callable[[Answerer], Sequence[Offer]]) -> Sequence[Offer]:
        """What the work finds for what a person has typed so far; it is remembered until the table changes.

        typed: everything that the offers depend on.

        None when the line is too long, none when it took too long, and none when the same person has typed on in the
        meantime: nobody waits for those.
        """
        if typist not in self._typing and len(self._typing) >= self._typists:
            return ()
        turn = self._typing[typist] = object()
        latest = time.perf_counter() + self._longest

        def look() -> Sequence[Offer]:
            current = self._typing.get(typist) is turn and time.perf_counter() <= latest
            return self._remembered(typed, work) if current else ()

        try:
            return await self._typed.look_up(look)
        except BusyError:
            return ()
        finally:
            if self._typing.get(typist) is turn:
                del self._typing[typist]

    def _remembered(self, typed: Hashable, work: Callable[[Answerer], Sequence[Offer]]) -> Sequence[Offer]:
        key = (typed, self._answerer.version())
        known = self._offers.get(key)
        if known is None:
            known = self._offers[key] = work(self._answerer)
            if len(self._offers) > OFFERS:
                self._offers.popitem(last=False)
        return known

    def close(self) -> None:
        """Gives up what is waiting; what is being looked up ends by itself."""
        self._asked.close()
        self._typed.close()
        self._handed.close()

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Somebody waits for a reply while the block runs."""
        self._at_work += 1
        self._idle.clear()
        try:
            yield
        finally:
            self._at_work -= 1
            if not self._at_work:
                self._idle.set()

    async def finish(self, seconds: float) -> None:
        """Waits until nobody waits for a reply any more, for so many seconds at most."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._idle.wait(), seconds)


class _Line:
    """A few threads, and how many lookups may wait for them."""

    def __init__(self, name: str, threads: int, length: int) -> None:
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix=name)
        self._room = BoundedSemaphore(threads + length)

    def close(self) -> None:
        self._pool.shutdown(wait=False, cancel_futures=True)

    async def look_up(self, work: Callable[[], Result]) -> Result:
        if not self._room.acquire(blocking=False):
            raise BusyError
        future = self._pool.submit(work)
        future.add_done_callback(lambda _: self._room.release())
        try:
            return await asyncio.wrap_future(future)
        except Exception as error:
            if _held(error):
                raise BusyError from error
            raise


def _held(error: BaseException | None) -> bool:
    """Whether somebody else writes to the table, and holds it for longer than we wait."""
    while error is not None:
        name = getattr(error, "sqlite_errorname", "")
        if isinstance(error, errors.BusyError) or name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
            return True
        error = error.__cause__
    return False
