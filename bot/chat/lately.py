"""What was answered lately, in bounded memory: so that an answer can follow its question, and is not given twice."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from bot.chat.memory import Kept, Seen

AGAIN: Final = 10 * 60.0
"""Seconds in which the same fact is not shown a second time in a channel."""
FOLLOWED: Final = 15 * 60.0
"""Seconds in which an answer follows what becomes of its question."""


@dataclass(frozen=True, slots=True)
class Reply:
    """Our reply to a message. handle: of the fact that it shows, or ""."""

    channel: int
    message: int
    handle: str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """An answer to somebody: enough to explain it again. url: its message; "" for one that only they can see."""

    question: str
    context: str
    handle: str
    version: int
    url: str


class Lately:
    """Everything that is remembered of the last minutes; a restart forgets it, and nothing depends on it."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._shown: Kept[tuple[int, str], int] = Kept(4096, AGAIN, clock)
        self._where: Kept[int, tuple[int, str]] = Kept(4096, AGAIN, clock)
        self.replies: Kept[int, Reply] = Kept(4096, FOLLOWED, clock)
        self.answers: Kept[tuple[int, int], Receipt] = Kept(2048, FOLLOWED, clock)
        self.thumbs = Seen(4096)
        self.shared: Kept[int, int] = Kept(1024, FOLLOWED, clock)

    def shown(self, channel: int, handle: str) -> int:
        """The message in the channel that shows the fact already; 0 for none."""
        return self._shown.get((channel, handle)) or 0

    def show(self, channel: int, handle: str, message: int) -> None:
        """A message in the channel shows the fact."""
        self._shown.keep((channel, handle), message)
        self._where.keep(message, (channel, handle))

    def gone(self, message: int) -> None:
        """A message is not there any more, or shows something else."""
        place = self._where.pop(message)
        if place is not None and self._shown.get(place) == message:
            self._shown.pop(place)
