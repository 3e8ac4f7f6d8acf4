"""Counts by day of what happened, without names and without words; and when something was last done."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bot.store.history import now

if TYPE_CHECKING:
    import sqlite3


class Tallies:
    """The counts of one scope. Writing happens inside the caller's transaction."""

    def __init__(self, connection: sqlite3.Connection, scope: int) -> None:
        self._db = connection
        self._scope = scope

    def add(self, kind: str, handle: str = "", count: int = 1) -> None:
        """So many more today, of the fact with this handle where it is about one."""
        self._db.execute(
            "INSERT INTO tallies VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET count = count + excluded.count",
            (self._scope, datetime.now(UTC).date().isoformat(), kind, handle, count),
        )

    def since(self, day: str) -> dict[str, int]:
        """How many of each kind since a day, ISO, that day too."""
        query = "SELECT kind, sum(count) FROM tallies WHERE scope = ? AND day >= ? GROUP BY kind"
        return dict(self._db.execute(query, (self._scope, day)).fetchall())

    def of_fact(self, handle: str) -> dict[str, int]:
        """How many of each kind, of one fact."""
        query = "SELECT kind, sum(count) FROM tallies WHERE scope = ? AND handle = ? GROUP BY kind"
        return dict(self._db.execute(query, (self._scope, handle)).fetchall())

    def last(self, name: str) -> str:
        """When something was last done in this scope, UTC; "" for never."""
        query = "SELECT at FROM clocks WHERE scope = ? AND name = ?"
        row = self._db.execute(query, (self._scope, name)).fetchone()
        return str(row[0]) if row else ""

    def done(self, name: str) -> None:
        """It was done just now."""
        self._db.execute("INSERT OR REPLACE INTO clocks VALUES (?, ?, ?)", (self._scope, name, now()))
