"""How often one may ask: a person, a channel, a server."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from bot.chat.memory import Allowance, Seen

SECONDS: Final = 30
MEMBER, CHANNEL, SERVER = 20, 60, 240
"""Questions within SECONDS. A person who reads the answers is never near; a channel gets five replies in five seconds
from Discord, so that sixty are on their way for a minute."""


@dataclass(frozen=True, slots=True)
class Pause:
    """Too many questions. whose: "member", "channel" or "server". seconds: until the next. told: whether it was said
    already in this pause."""

    whose: str
    seconds: int
    told: bool


class Cooldowns:
    """Counts questions, and says when it is enough for a while."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._limits = {
            name: Allowance(times, SECONDS, clock=clock)
            for name, times in (("member", MEMBER), ("channel", CHANNEL), ("server", SERVER))
        }
        self._told = Seen(4096, SECONDS, clock)

    def take(self, person: int, channel: int, server: int) -> Pause | None:
        """One more question; None when it may be answered. Who is turned away uses up nothing."""
        keys = {"member": person, "channel": channel, "server": server}
        if not server:
            keys = {"member": person}
        for whose, key in keys.items():
            seconds = self._limits[whose].wait(key)
            if seconds > 0:
                return Pause(whose, int(seconds) + 1, told=not self._told.first((whose, key)))
        for whose, key in keys.items():
            self._limits[whose].take(key)
        return None
