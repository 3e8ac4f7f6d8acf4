"""Keeps the counter going while the bot runs: what is to be said is said, what was counted is written down."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from bot.chat import logs
from bot.chat.curation.clerk import Clerk
from bot.chat.curation.notices import Messenger, Outcome
from bot.chat.desk import BusyError
from bot.chat.house import House
from bot.errors import FactbotError

if TYPE_CHECKING:
    import discord

EVERY: Final = 5
"""Looks until the next round, when nothing asks for one earlier: other programs write the table, too."""
LOOK: Final = 1.0
"""Seconds between two looks at whether a round is asked for."""
EACH: Final = 0.3
"""Seconds between two notices: answers go first."""
CLAIMED: Final = 10
LEASE: Final = 300.0
"""Seconds in which those that were claimed are surely said, or have failed."""
HOUR, DAY = 3600.0, 24 * 3600.0

log = logging.getLogger(__name__)


class Pump:
    """One for a client; it runs from the time when Discord's servers are known until it is cancelled."""

    def __init__(
        self, client: discord.Client, house: House, clerk: Clerk, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._house = house
        self._clerk = clerk
        self._messenger = Messenger(client, house, clerk)
        self._clock = clock
        self._asked = True
        self._digests = self._swept = float("-inf")
        house.on_curated(self._ask)

    async def run(self) -> None:
        """For ever. What goes wrong is logged, and tried again in the next round."""
        looks = 0
        while True:
            looks += 1
            if self._asked or looks >= EVERY:
                self._asked, looks = False, 0
                await self._try()
            await asyncio.sleep(LOOK)

    def _ask(self) -> None:
        self._asked = True

    async def _try(self) -> None:
        try:
            await self.round()
        except (BusyError, FactbotError) as error:
            log.info("The outbox has to wait (%s).", logs.reason(error))
        except Exception as error:  # noqa: BLE001 - one notice that cannot be said must not silence the others
            log.error("The outbox failed: %s", logs.outline(error))

    async def round(self) -> None:
        """Everything that is due now."""
        await self._look_after()
        for post in await self._clerk.do(lambda curation: curation.posts.outdated()):
            if await self._messenger.bring_in_step(post):
                await self._clerk.do(lambda curation, post=post: curation.posts.drop(post))  # type: ignore[misc]
        while notices := await self._clerk.do(lambda curation: curation.outbox.claim(CLAIMED, LEASE)):
            for notice in notices:
                outcome = await self._tell(notice)
                await self._clerk.do(
                    lambda curation, number=notice.number, outcome=outcome: (  # type: ignore[misc]
                        curation.outbox.sent(number)
                        if outcome is Outcome.SENT
                        else curation.outbox.failed(number, for_good=outcome is Outcome.NEVER)
                    )
                )
                await asyncio.sleep(EACH)

    async def _tell(self, notice: object) -> Outcome:
        try:
            return await self._messenger.tell(notice)  # type: ignore[arg-type]
        except (BusyError, FactbotError):
            return Outcome.LATER
        except Exception as error:  # noqa: BLE001 - it is tried again, and given up after a few times
            log.error("A notice failed: %s", logs.outline(error))
            return Outcome.LATER

    async def _look_after(self) -> None:
        """Digests that are due, and what has been kept long enough."""
        now = self._clock()
        if now - self._digests >= HOUR:
            await self._clerk.do(lambda curation: curation.servers.queue_digests())
            self._digests = now
        if now - self._swept >= DAY:
            await self._clerk.do(lambda curation: curation.servers.sweep())
            self._swept = now
