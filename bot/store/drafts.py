"""What somebody has written in a form and looks at before they send it off: kept for a day, for them alone."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from bot.store.history import now, person_number

if TYPE_CHECKING:
    import sqlite3


class Drafts:
    """The drafts of one server. Writing happens inside the caller's transaction."""

    def __init__(self, connection: sqlite3.Connection, scope: int) -> None:
        self._db = connection
        self._scope = scope

    def add(self, user: int, body: dict[str, Any]) -> int:
        """Keep a draft; its number."""
        cursor = self._db.execute(
            "INSERT INTO drafts (scope, body, person, at) VALUES (?, ?, ?, ?)",
            (self._scope, _text(body), person_number(self._db, user), now()),
        )
        return int(cursor.lastrowid or 0)

    def change(self, number: int, user: int, body: dict[str, Any]) -> None:
        """It says something else now."""
        query = "UPDATE drafts SET body = ? WHERE scope = ? AND number = ? AND person = ?"
        self._db.execute(query, (_text(body), self._scope, number, person_number(self._db, user)))

    def get(self, number: int, user: int) -> dict[str, Any] | None:
        """What it says; None when there is none of this number by this person here."""
        row = self._db.execute(
            """SELECT body FROM drafts WHERE scope = ? AND drafts.number = ?
                 AND person = (SELECT people.number FROM people WHERE user = ?)""",
            (self._scope, number, user),
        ).fetchone()
        return dict(json.loads(row[0])) if row else None

    def remove(self, number: int) -> None:
        """It was sent off, or given up."""
        self._db.execute("DELETE FROM drafts WHERE scope = ? AND number = ?", (self._scope, number))


def _text(body: dict[str, Any]) -> str:
    return json.dumps(body, ensure_ascii=False)
