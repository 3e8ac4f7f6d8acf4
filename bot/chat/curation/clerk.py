"""The clerk: takes what is to be kept from the event loop to the one thread that writes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from threading import BoundedSemaphore
from typing import TYPE_CHECKING, TypeVar

from bot.chat.desk import BusyError

if TYPE_CHECKING:
    from bot.curation.desk import Curation
    from bot.curation.writer import Writer

Result = TypeVar("Result")

LONGEST_LINE = 256
"""What may wait for the clerk; the next one is sent away."""


class Clerk:
    """Hands work to a Writer, and waits for it without holding up anybody else."""

    def __init__(self, writer: Writer, *, line: int = LONGEST_LINE) -> None:
        self._writer = writer
        self._room = BoundedSemaphore(line)

    async def do(self, work: Callable[[Curation], Result]) -> Result:
        """What comes of the work. What it wrote is kept, even if nobody waits for it any more.

        Raises BusyError when the line is too long.
        """
        if not self._room.acquire(blocking=False):
            raise BusyError
        future = self._writer.begin(work)
        future.add_done_callback(lambda _: self._room.release())
        return await asyncio.shield(asyncio.wrap_future(future))
