"""Bounded memories: what was seen already, how much is in hand, and how much went out of late."""

from __future__ import annotations

import time
from collections import Counter, OrderedDict, deque
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Seen:
    """Remembers the last `size` things, each for `seconds` at most."""

    def __init__(self, size: int, seconds: float = float("inf"), clock: Callable[[], float] = time.monotonic) -> None:
        self._size, self._seconds, self._clock = size, seconds, clock
        self._when: OrderedDict[Hashable, float] = OrderedDict()

    def __contains__(self, thing: Hashable) -> bool:
        before = self._when.get(thing)
        return before is not None and self._clock() - before < self._seconds

    def first(self, thing: Hashable) -> bool:
        """Whether it was not seen before; from now on it was."""
        if thing in self:
            return False
        self._when[thing] = self._clock()
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


class Allowance:
    """So many things within so many seconds, for each of the last `size` keys."""

    def __init__(
        self, times: int, seconds: float, size: int = 4096, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._times, self._seconds, self._size, self._clock = times, seconds, size, clock
        self._taken: OrderedDict[Hashable, deque[float]] = OrderedDict()

    def wait(self, key: Hashable) -> float:
        """Seconds until the key may have one more; 0 when it may have it now."""
        taken, now = self._taken.get(key), self._clock()
        if taken is None or len(taken) < self._times:
            return 0.0
        return max(0.0, taken[0] + self._seconds - now)

    def take(self, key: Hashable) -> None:
        """The key has one more."""
        taken = self._taken.setdefault(key, deque(maxlen=self._times))
        taken.append(self._clock())
        self._taken.move_to_end(key)
        if len(self._taken) > self._size:
            self._taken.popitem(last=False)


class Kept(Generic[Key, Value]):
    """The last `size` values by key, each for `seconds` after it was kept."""

    def __init__(self, size: int, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._size, self._seconds, self._clock = size, seconds, clock
        self._values: OrderedDict[Key, tuple[float, Value]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._values)

    def keep(self, key: Key, value: Value) -> None:
        """From now on."""
        self._values[key] = self._clock(), value
        self._values.move_to_end(key)
        if len(self._values) > self._size:
            self._values.popitem(last=False)

    def get(self, key: Key) -> Value | None:
        """What is kept under the key, or None."""
        when, value = self._values.get(key, (float("-inf"), None))
        return value if self._clock() - when < self._seconds else None

    def pop(self, key: Key) -> Value | None:
        """What is kept under the key, for the last time."""
        value = self.get(key)
        self._values.pop(key, None)
        return value
