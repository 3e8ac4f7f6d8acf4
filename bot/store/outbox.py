"""The outbox: who is still to hear what. A notice is written with the change that it tells of, and leaves when it is
sent."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from bot.store.history import TERMINAL, now, person_number, user_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

MOST_TRIES: Final = 8
"""Times that a notice is tried before it is given up; twice as often when each time the program ended meanwhile."""
FIRST_WAIT: Final = 30.0
"""Seconds until a notice that failed is tried again; doubled with each try."""

Payload = dict[str, str | int]


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that somebody is to hear.

    kind: what it is about.     user: a Discord user's id, 0 for nobody in person.
    channel, message: where; 0 where it is not known.     payload: what the kind needs.
    tries: how often it was tried.
    """

    number: int
    scope: int
    kind: str
    user: int
    channel: int
    message: int
    payload: Mapping[str, str | int]
    tries: int

    @property
    def nonce(self) -> str:
        """Names the notice to Discord, which drops a second copy of a message with the same nonce."""
        return f"factbot-{self.number}"


class Outbox:
    """Notices of every server. Writing happens inside the caller's transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    def add(self, scope: int, kind: str, payload: Payload, *, user: int = 0, channel: int = 0, message: int = 0) -> int:
        """Keep a notice; its number."""
        cursor = self._db.execute(
            """INSERT INTO outbox (scope, person, kind, channel, message, payload, at, due_at)
               VALUES (?, ?, ?, ?, ?, ?, ?, ?)""",
            (
                *(scope, person_number(self._db, user), kind, channel, message),
                *(json.dumps(payload, ensure_ascii=False), now(), now()),
            ),
        )
        return int(cursor.lastrowid or 0)

    def claim(self, limit: int, lease: float) -> list[Notice]:
        """The notices that are due, the oldest first, kept from others for `lease` seconds."""
        query = """SELECT outbox.number, scope, kind, person, user, channel, message, payload, tries
                     FROM outbox LEFT JOIN people ON people.number = person
                    WHERE sent_at = '' AND due_at <= ? AND tries < ? ORDER BY outbox.number LIMIT ?"""
        found = []
        for number, scope, kind, person, user, channel, message, payload, tries in self._db.execute(
            query, (now(), 2 * MOST_TRIES, limit)
        ).fetchall():
            whom = max(user_of(person, user), TERMINAL)
            found.append(Notice(number, scope, kind, whom, channel, message, json.loads(payload), tries))
        self._db.executemany(
            "UPDATE outbox SET due_at = ?, tries = tries + 1 WHERE number = ?",
            [(_later(lease), notice.number) for notice in found],
        )
        return found

    def sent(self, number: int) -> None:
        """It was heard; what it said is not kept."""
        self._db.execute("UPDATE outbox SET sent_at = ?, payload = '{}' WHERE number = ?", (now(), number))

    def failed(self, number: int, *, for_good: bool) -> None:
        """It could not be said: try again later, or not, for good or after MOST_TRIES."""
        row = self._db.execute("SELECT tries FROM outbox WHERE number = ?", (number,)).fetchone()
        if row is None:
            return
        if for_good or row[0] >= MOST_TRIES:
            self._db.execute("DELETE FROM outbox WHERE number = ?", (number,))
            return
        wait = FIRST_WAIT * 2 ** (row[0] - 1)
        self._db.execute("UPDATE outbox SET due_at = ? WHERE number = ?", (_later(wait), number))

    def release(self) -> None:
        """What an earlier process had claimed and did not say is due again."""
        self._db.execute("UPDATE outbox SET due_at = ? WHERE sent_at = '' AND due_at > ?", (now(), now()))


def _later(seconds: float) -> str:
    return (datetime.now(UTC) + timedelta(seconds=seconds)).isoformat(timespec="seconds")
