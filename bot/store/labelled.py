"""Labelled questions that a table carries: what each is rightly answered with, or that nothing answers it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.store.history import is_number, now, person_number

if TYPE_CHECKING:
    import sqlite3


@dataclass(frozen=True, slots=True)
class StoredQuestion:
    """A question and the id of the fact that answers it; None: no fact does, and the right reply is to say so."""

    number: int
    scope: int
    query: str
    fact: str | None


class LabelledQuestions:
    """The labelled questions of one scope. Writing happens inside the caller's transaction."""

    def __init__(self, connection: sqlite3.Connection, scope: int) -> None:
        self._db = connection
        self._scope = scope

    def put(self, query: str, fact: str | None, person: int) -> int:
        """Keep a question, or give the one that is there another answer; its number."""
        self._db.execute(
            """INSERT INTO labelled (scope, query, fact, person, at) VALUES (?, ?, ?, ?, ?)
               ON CONFLICT (scope, query) DO UPDATE
                  SET fact = excluded.fact, person = excluded.person, at = excluded.at""",
            (self._scope, query, fact, person_number(self._db, person), now()),
        )
        row = self._db.execute(
            "SELECT number FROM labelled WHERE scope = ? AND query = ?", (self._scope, query)
        ).fetchone()
        return int(row[0])

    def remove(self, number: int) -> bool:
        """Take a question out; whether it was there."""
        query = "DELETE FROM labelled WHERE scope = ? AND number = ?"
        return is_number(number) and self._db.execute(query, (self._scope, number)).rowcount > 0

    def page(self, limit: int = -1, after: int = 0) -> list[StoredQuestion]:
        """Questions with numbers greater than `after`, at most `limit`, -1 for all."""
        query = "SELECT number, scope, query, fact FROM labelled WHERE scope = ? AND number > ? ORDER BY number LIMIT ?"
        return [StoredQuestion(*row) for row in self._db.execute(query, (self._scope, after, limit))]

    def count(self) -> int:
        """How many there are."""
        return int(self._db.execute("SELECT count(*) FROM labelled WHERE scope = ?", (self._scope,)).fetchone()[0])
