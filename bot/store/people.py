"""What is kept of a person, and how it is taken away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from bot.store.history import forget_person

if TYPE_CHECKING:
    import sqlite3

_OF_A_PERSON: Final = {
    "changes": ("history", "person", "scope, number, fact, at, what, why"),
    "proposals": ("proposals", "person", "scope, number, what, fact, body, at, state, reason"),
    "decisions": ("proposals", "decided_by", "scope, number, decided_at AS at, state, reason"),
    "questions": ("gap_questions", "person", "scope, number, question, channel, message, at"),
    "labelled questions": ("labelled", "person", "scope, number, query, fact, at"),
    "notices": ("outbox", "person", "scope, number, kind, channel, message, payload, at, sent_at"),
    "drafts": ("drafts", "person", "scope, number, body, at"),
    "answers": ("receipts", "asker", "scope, message, channel, handle, at"),
}
"""Name for people -> (table, the column that says who, what is handed out)."""


class People:
    """What the table keeps of Discord users. Writing happens inside the caller's transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    def kept(self, user: int) -> dict[str, list[dict[str, Any]]]:
        """Every row of a person, by the name of its kind; kinds without one are left out."""
        found = {}
        for name, (table, column, columns) in _OF_A_PERSON.items():
            query = f"""SELECT {columns} FROM {table} WHERE {column} =
                          (SELECT people.number FROM people WHERE user = ?) ORDER BY 1, 2"""
            cursor = self._db.execute(query, (user,))
            names = [column[0] for column in cursor.description]
            if rows := [dict(zip(names, row, strict=True)) for row in cursor]:
                found[name] = rows
        return found

    def counts(self, user: int) -> dict[str, int]:
        """How many rows of each kind there are of a person; kinds without one are left out."""
        return {name: len(rows) for name, rows in self.kept(user).items()}

    def forget(self, user: int) -> None:
        """From now on the table knows nothing of this person: what they wrote and nobody accepted is gone, what they
        did stands as a former member's."""
        row = self._db.execute("SELECT number FROM people WHERE user = ?", (user,)).fetchone()
        if row is None:
            return
        self._db.execute("DELETE FROM gap_questions WHERE person = ?", row)
        self._db.execute("DELETE FROM outbox WHERE person = ?", row)
        self._db.execute("DELETE FROM drafts WHERE person = ?", row)
        self._db.execute("UPDATE receipts SET asker = NULL WHERE asker = ?", row)
        self._db.execute(
            """UPDATE proposals SET body = '{}', channel = 0, message = 0,
                      state = CASE state WHEN 'open' THEN 'withdrawn' ELSE state END
                WHERE person = ?""",
            row,
        )
        forget_person(self._db, user)

    def drop_unnamed(self) -> None:
        """Forget the users that nothing refers to any more."""
        used = " UNION ".join(
            f"SELECT {column} FROM {table} WHERE {column} IS NOT NULL" for table, column, _ in _OF_A_PERSON.values()
        )
        self._db.execute(f"DELETE FROM people WHERE number NOT IN ({used})")
