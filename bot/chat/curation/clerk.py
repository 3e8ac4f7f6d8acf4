"""The clerk: the one thread that writes. Whatever is to be kept is handed to it, and is kept when it answers."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import BoundedSemaphore
from typing import TYPE_CHECKING, Self, TypeVar

from bot.chat.desk import BusyError

if TYPE_CHECKING:
    from bot.curation.desk import Curation

Result = TypeVar("Result")

LONGEST_LINE = 256
"""What may wait for the clerk; the next one is sent away."""


class Clerk:
    """Owns a Curation, which is opened, used and closed on the clerk's own thread.

    open_curation: opens it; whatever that raises, entering raises.
    """

    def __init__(self, open_curation: Callable[[], Curation], *, line: int = LONGEST_LINE) -> None:
        self._open = open_curation
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="clerk")
        self._room = BoundedSemaphore(line)
        self._curation: Curation | None = None

    def __enter__(self) -> Self:
        try:
            self._curation = self._thread.submit(self._open).result()
        except BaseException:
            self._thread.shutdown()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        """What is being written is finished; what still waits is not begun."""
        curation = self._curation
        if curation is not None:
            self._thread.submit(curation.close).result()
        self._thread.shutdown(cancel_futures=True)

    @property
    def curation(self) -> Curation:
        """What is opened; to be touched on the clerk's thread alone."""
        if self._curation is None:
            raise BusyError
        return self._curation

    async def do(self, work: Callable[[Curation], Result]) -> Result:
        """What comes of the work. What it wrote is kept, even if nobody waits for it any more.

        Raises BusyError when the line is too long.
        """
        curation = self.curation
        if not self._room.acquire(blocking=False):
            raise BusyError
        future = self._thread.submit(work, curation)
        future.add_done_callback(lambda _: self._room.release())
        return await asyncio.shield(asyncio.wrap_future(future))
