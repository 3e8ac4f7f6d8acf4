"""Bounded memories: what was seen already, how much is in hand, and how much went out of late."""

from __future__ import annotations

import time
from collections import Counter, OrderedDict
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager


class Seen:
    """Remembers the last `size` things, each for `seconds` at most."""

    def __init__(self, size: int, seconds: float = float("inf"), clock: Callable[[], float] = time.monotonic) -> None:
        self._size, self._seconds, self._clock = size, seconds, clock
        self._when: OrderedDict[Hashable, float] = OrderedDict()

    def first(self, thing: Hashable) -> bool:
        """Whether it was not seen before; from now on it was."""
        now, before = self._clock(), self._when.get(thing)
        if before is not None and now - before < self._seconds:
            return False
        self._when[thing] = now
        self._when.move_to_end(thing)
        if len(self._when) > self._size:
            self._when.popitem(last=False)
        return True


class InHand:
    """Counts what is being done, so that a flood is turned away and not piled up."""

    def __init__(self, each: int, total: int) -> None:
        self._each, self._total = each, total
        self._counts: Counter[Hashable] = Counter()

    @contextmanager
    def one(self, place: Hashable) -> Iterator[bool]:
        """One more thing is in hand at the place while the block runs. False when there were enough already."""
        room = self._counts[place] < self._each and self._counts.total() < self._total
        if room:
            self._counts[place] += 1
        try:
            yield room
        finally:
            if room:
                self._counts[place] -= 1
            if not self._counts[place]:
                del self._counts[place]


class Pace:
    """So many things a second; after a quiet time, those of half a second at once."""

    def __init__(self, per_second: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._each, self._clock = 1 / per_second, clock
        self._due = float("-inf")

    def wait(self) -> float:
        """One more is to go out: the seconds until it may."""
        now = self._clock()
        self._due = max(now, self._due) + self._each
        return max(0.0, self._due - now - 0.5)
