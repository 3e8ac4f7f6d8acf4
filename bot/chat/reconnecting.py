"""Growing pauses between attempts to reach Discord, which bans who hammers it, and one line in the log an outage."""

from __future__ import annotations

import logging
import random
import time
from collections.abc import Callable

SHORTEST, LONGEST = 1.0, 300.0
"""Seconds between two attempts, at first and at most."""

STEADY = 30.0
"""A connection that held for so many seconds was a good one."""

AT_ONCE = 3
"""So many connections in a row may break early before the next is made with a pause too."""

log = logging.getLogger(__name__)


class Reconnecting:
    """Knows how long to wait before the next attempt.

    A connection that broke is taken up again at once. After an attempt that failed, and when connections keep breaking,
    the n-th pause in a row is drawn between 2ⁿ and 1.5·2ⁿ seconds (n from 0), so that many bots do not return in step.
    """

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        jitter: Callable[[float, float], float] = random.uniform,
    ) -> None:
        self._clock, self._jitter = clock, jitter
        self._since: float | None = None
        self._broken = self._refused = 0
        self._said = False

    @property
    def connected(self) -> bool:
        """Whether there is a connection, as far as we know."""
        return self._since is not None

    def made(self) -> None:
        """A connection stands."""
        self._since, self._refused = self._clock(), 0
        if self._said:
            log.warning("Discord can be reached again.")
            self._said = False

    def failed(self, why: str) -> float:
        """An attempt failed, or a connection broke: the seconds to wait before the next attempt."""
        if self._since is None:
            self._refused += 1
            step = self._refused - 1
        else:
            self._broken = 1 if self._clock() - self._since >= STEADY else self._broken + 1
            self._since = None
            step = self._broken - AT_ONCE - 1
        if step < 0:
            log.info("The connection to Discord broke (%s); taking it up again.", why)
            return 0.0
        if not self._said:
            log.warning("Discord cannot be reached (%s); trying again, at most every five minutes, until it can.", why)
            self._said = True
        shortest = min(SHORTEST * 2.0 ** min(step, 20), LONGEST / 1.5)
        return self._jitter(shortest, 1.5 * shortest)
