"""Looking after it all: settings, digests, what is kept of a person, and what goes when its time is over."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from bot.curation.reading import today
from bot.curation.roles import Action, require
from bot.store.history import History
from bot.store.listing import FactList
from bot.store.outbox import Notice, Outbox
from bot.store.people import People
from bot.store.proposals import OPEN, Proposals
from bot.store.retention import sweep
from bot.store.servers import known, note_joined, note_left, present, settle
from bot.store.tallies import Tallies

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bot.curation.asking import GapDesk, GapGroup
    from bot.curation.ground import Ground
    from bot.curation.roles import Person
    from bot.facts import Fact
    from bot.servers import ServerSettings

__all__ = ["Digest", "Notice", "OutboxDesk", "PrivacyDesk", "ServerDesk"]

WEEK: Final = timedelta(days=7)
MOST_LISTED: Final = 5
"""Gaps and due facts that a digest names."""


@dataclass(frozen=True, slots=True)
class Digest:
    """What happened in a server since a day, ISO, and what waits.

    counts: kind -> how many ("found", "suggestions", "unknown", "picked", "thumb_up"), without names.
    gaps: the most asked; all_gaps: how many in all. due: facts to be looked at again; all_due: how many in all.
    """

    since: str
    counts: Mapping[str, int]
    changes: int
    open_proposals: int
    gaps: tuple[GapGroup, ...]
    all_gaps: int
    due: tuple[Fact, ...]
    all_due: int


class ServerDesk:
    """The servers and their settings."""

    def __init__(self, ground: Ground, gaps: GapDesk) -> None:
        self._ground = ground
        self._gaps = gaps

    def settings(self, scope: int) -> ServerSettings:
        """What the server settled; the defaults where it settled nothing."""
        return self._ground.settings(scope)

    def change(self, scope: int, who: Person, settings: ServerSettings) -> None:
        """Keep the server's settings."""
        require(who, Action.SETTLE)
        with self._ground.writing() as connection:
            settle(connection, scope, settings)

    def left(self, scope: int) -> None:
        """The bot was taken off the server: when the time of grace is over, `sweep` removes all of it."""
        with self._ground.writing() as connection:
            note_left(connection, scope)

    def back(self, scope: int) -> None:
        """The bot is on the server: its data stay."""
        with self._ground.writing() as connection:
            note_joined(connection, scope)

    def present(self, servers: Iterable[int]) -> None:
        """The bot is on these servers and on no other; it may have missed how that came about."""
        here = set(servers)
        with self._ground.writing() as connection:
            for scope in known(connection):
                (note_joined if scope in here else note_left)(connection, scope)

    def digest(self, scope: int) -> Digest:
        """The last seven days of a server."""
        connection = self._ground.connection
        since = (datetime.now(UTC) - WEEK).isoformat(timespec="seconds")
        due, all_due = FactList(connection, scope).page(MOST_LISTED, due=today(), own=True)
        groups = self._gaps.groups(scope)
        return Digest(
            since=since[:10],
            counts=Tallies(connection, scope).since(since[:10]),
            changes=History(connection, scope).count(since),
            open_proposals=Proposals(connection, scope).count(OPEN),
            gaps=tuple(groups[:MOST_LISTED]),
            all_gaps=len(groups),
            due=tuple(one.fact for one in due),
            all_due=all_due,
        )

    def queue_digests(self) -> int:
        """Put a "digest" notice in the outbox for each server that wants one and had none for a week; how many."""
        earliest = (datetime.now(UTC) - WEEK).isoformat(timespec="seconds")
        queued = 0
        with self._ground.writing() as connection:
            for scope in present(connection):
                settings, tallies = self._ground.settings(scope), Tallies(connection, scope)
                if settings.digest and settings.log_channel and tallies.last("digest") <= earliest:
                    Outbox(connection).add(scope, "digest", {}, channel=settings.log_channel)
                    tallies.done("digest")
                    queued += 1
        return queued

    def sweep(self) -> list[int]:
        """Remove what has been kept long enough; the servers that went with it. Once a day is enough."""
        with self._ground.writing() as connection:
            return sweep(connection)


class PrivacyDesk:
    """What is kept of a person, in all servers."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    def kept(self, user: int) -> Mapping[str, int]:
        """How many of what, by a short name such as "proposals"; empty when nothing is kept."""
        return People(self._ground.connection).counts(user)

    def export(self, user: int) -> str:
        """All of it, as JSON."""
        return json.dumps(People(self._ground.connection).kept(user), ensure_ascii=False, indent=2) + "\n"

    def forget(self, user: int) -> None:
        """Delete it. What they changed stands, as a former member's; so does what curators accepted."""
        with self._ground.writing() as connection:
            People(connection).forget(user)


class OutboxDesk:
    """What is still to be said, to be said by whoever can speak."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    def claim(self, limit: int = 10, lease: float = 60.0) -> tuple[Notice, ...]:
        """Notices that are due, kept from others for `lease` seconds: each is due again if not `sent` by then."""
        with self._ground.writing() as connection:
            return tuple(Outbox(connection).claim(limit, lease))

    def sent(self, number: int) -> None:
        """It was said."""
        with self._ground.writing() as connection:
            Outbox(connection).sent(number)

    def failed(self, number: int, *, for_good: bool = False) -> None:
        """It could not be said: it is due again later, or dropped, for good or after eight tries."""
        with self._ground.writing() as connection:
            Outbox(connection).failed(number, for_good=for_good)

    def release(self) -> None:
        """At the start of a process: what an earlier one had claimed and did not say is due again."""
        with self._ground.writing() as connection:
            Outbox(connection).release()
