"""Notes what was shown and what came of questions, many at a time: an answer does not wait for the disk."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from typing import Final

from bot.chat import logs
from bot.chat.desk import Desk
from bot.chat.office import Records, Shown

PAUSE: Final = 2.0
"""Seconds for which notes are gathered."""
MOST: Final = 2000
"""Notes that are gathered; of more, the oldest are lost."""

log = logging.getLogger(__name__)


class Recording:
    """Hands notes to the records, if somebody keeps them."""

    def __init__(self, desk: Desk, records: Records | None) -> None:
        self._desk, self._records = desk, records
        self._shown: list[Shown] = []
        self._outcomes: Counter[tuple[int, str]] = Counter()
        self._flushing: asyncio.Task[None] | None = None

    def show(self, shown: Shown) -> None:
        """A message of ours shows a fact."""
        self._shown = [*self._shown[1 - MOST :], shown]
        self._soon()

    def outcome(self, server: int, kind: str) -> None:
        """What came of a question: "found", "suggestions" or "unknown"."""
        self._outcomes[server, kind] += 1
        self._soon()

    async def flush(self) -> None:
        """Hands over what there is."""
        records, shown, outcomes = self._records, self._shown, dict(self._outcomes)
        self._shown, self._outcomes = [], Counter()
        if records is None or not (shown or outcomes):
            return
        try:
            await self._desk.hand_over(lambda: records.note(shown, outcomes))
        except Exception as error:  # noqa: BLE001 - an answer stands without its note
            log.warning("What was answered could not be noted: %s", logs.reason(error))

    def _soon(self) -> None:
        if self._records is not None and (self._flushing is None or self._flushing.done()):
            self._flushing = asyncio.create_task(self._later())

    async def _later(self) -> None:
        await asyncio.sleep(PAUSE)
        await self.flush()
