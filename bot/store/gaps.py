"""Questions that found nothing: counts without words, and the words of those whose askers handed them over."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from bot.store.history import now, person_number, user_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

MOST_COUNTS: Final = 2000
"""Counts of different questions that are kept of a scope; the one that was last asked the longest ago makes room."""
MOST_QUESTIONS: Final = 500
"""Questions waiting for the curators of a scope; a further one takes the place of the oldest."""
_KEY: Final = "gaps"


@dataclass(frozen=True, slots=True)
class AskedCurators:
    """A question that its asker handed to the curators.   times: how often it found nothing.   day: when last, ISO.
    channel, message: where the asker is to be told."""

    number: int
    question: str
    person: int
    channel: int
    message: int
    at: str
    times: int
    day: str


class Gaps:
    """The gaps of one scope. Writing happens inside the caller's transaction."""

    def __init__(self, connection: sqlite3.Connection, scope: int) -> None:
        self._db = connection
        self._scope = scope

    def count(self, stems: Iterable[str]) -> None:
        """One more question of these words found nothing."""
        mark = self._mark(stems)
        self._db.execute(
            """INSERT INTO gap_counts VALUES (?, ?, 1, ?)
               ON CONFLICT DO UPDATE SET count = count + 1, day = excluded.day""",
            (self._scope, mark, _today()),
        )
        self._db.execute(
            """DELETE FROM gap_counts WHERE scope = ?1 AND mark IN (
                 SELECT mark FROM gap_counts WHERE scope = ?1 AND mark <> ?2 ORDER BY day DESC, count DESC
                  LIMIT -1 OFFSET ?3)""",
            (self._scope, mark, MOST_COUNTS - 1),
        )

    def ask(self, stems: Iterable[str], question: str, person: int, *, channel: int, message: int) -> int:
        """Keep a question for the curators; its number. The same person's same question is kept once."""
        mark, who = self._mark(stems), person_number(self._db, person)
        values = (self._scope, mark, question, who, channel, message)
        same = "SELECT number FROM gap_questions WHERE scope = ? AND mark = ? AND person IS ? AND channel = ?"
        row = self._db.execute(same, (self._scope, mark, who, channel)).fetchone()
        if row is not None:
            return int(row[0])
        cursor = self._db.execute(
            """INSERT INTO gap_questions (scope, mark, question, person, channel, message, at)
               VALUES (?, ?, ?, ?, ?, ?, ?)""",
            (*values, now()),
        )
        self._db.execute(
            """DELETE FROM gap_questions WHERE number IN (
                 SELECT number FROM gap_questions WHERE scope = ? ORDER BY number DESC LIMIT -1 OFFSET ?)""",
            (self._scope, MOST_QUESTIONS),
        )
        return int(cursor.lastrowid or 0)

    def asked(self) -> list[AskedCurators]:
        """All questions that wait for the curators, the oldest first."""
        query = """SELECT number, question, person, user, channel, message, at, times, day FROM (
                     SELECT gap_questions.number, question, person, user, channel, message, at,
                            coalesce(count, 1) AS times, coalesce(day, substr(at, 1, 10)) AS day
                       FROM gap_questions LEFT JOIN people ON people.number = person
                            LEFT JOIN gap_counts ON gap_counts.scope = gap_questions.scope
                                                AND gap_counts.mark = gap_questions.mark
                      WHERE gap_questions.scope = ?) ORDER BY number"""
        return [
            AskedCurators(number, question, user_of(person, user), channel, message, at, times, day)
            for number, question, person, user, channel, message, at, times, day in self._db.execute(
                query, (self._scope,)
            )
        ]

    def silent(self) -> tuple[int, int]:
        """Different questions that found nothing and that nobody handed over, and how often they were asked."""
        query = """SELECT count(*), coalesce(sum(count), 0) FROM gap_counts
                    WHERE scope = ?1 AND mark NOT IN (SELECT mark FROM gap_questions WHERE scope = ?1)"""
        different, times = self._db.execute(query, (self._scope,)).fetchone()
        return different, times

    def close(self, numbers: Iterable[int]) -> None:
        """Remove questions that were answered or dismissed, and their counts."""
        for number in numbers:
            row = self._db.execute(
                "SELECT mark FROM gap_questions WHERE scope = ? AND number = ?", (self._scope, number)
            ).fetchone()
            if row is not None:
                self._db.execute("DELETE FROM gap_counts WHERE scope = ? AND mark = ?", (self._scope, row[0]))
                self._db.execute("DELETE FROM gap_questions WHERE scope = ? AND number = ?", (self._scope, number))

    def _mark(self, stems: Iterable[str]) -> bytes:
        """What stands for a question: 16 bytes that tell nothing of its words to who has not the table's own key."""
        words = "\0".join(sorted(set(stems))).encode("utf-8", "surrogatepass")
        return hmac.digest(self._key(), str(self._scope).encode() + b"\0" + words, hashlib.sha256)[:16]

    def _key(self) -> bytes:
        query = "SELECT value FROM secrets WHERE name = ?"
        row = self._db.execute(query, (_KEY,)).fetchone()
        if row is None:
            row = (secrets.token_bytes(32),)
            self._db.execute("INSERT INTO secrets VALUES (?, ?)", (_KEY, row[0]))
        return bytes(row[0])


def _today() -> str:
    return datetime.now(UTC).date().isoformat()
