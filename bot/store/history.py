"""Who changed which fact, when, from what to what, and why. Entries are added and never altered."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from bot.fact_record import from_record, to_record
from bot.facts import HANDLE, digest

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from bot.facts import Fact

TERMINAL: Final = 0
"""The person who works at the terminal; everybody else is a Discord user's id."""
FORMER: Final = -1
"""A person who asked to be forgotten."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One change of one fact.

    number: counts up over the whole table.   at: UTC, ISO format, to the second.
    person: a Discord user's id, TERMINAL, or FORMER for somebody who was forgotten since.
    what:   "added", "changed", "retired", "restored", "hidden", "shown" or "checked".
    before, after: the fact; None where there was none, or is none any more.
    pack:   the pack it was in, where that must be known to put it back; else "".
    """

    number: int
    scope: int
    fact: str
    at: str
    person: int
    what: str
    why: str
    before: Fact | None
    after: Fact | None
    pack: str = ""


@dataclass(frozen=True, slots=True)
class Author:
    """Who makes a change, and why."""

    person: int = TERMINAL
    why: str = ""


def now() -> str:
    """The time, UTC, ISO format, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


class History:
    """The history of one scope. Writing happens inside the caller's transaction."""

    def __init__(self, connection: sqlite3.Connection, scope: int) -> None:
        self._db = connection
        self._scope = scope

    def append(
        self,
        key: str,
        what: str,
        author: Author,
        *,
        before: Fact | None = None,
        after: Fact | None = None,
        pack: str = "",
    ) -> int:
        """Add an entry about the fact with this id; the entry's number."""
        person = person_number(self._db, author.person)
        cursor = self._db.execute(
            """INSERT INTO history (scope, fact, at, person, what, why, before, after, pack)
               VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)""",
            (self._scope, key, now(), person, what, author.why, _text(before), _text(after), pack),
        )
        return int(cursor.lastrowid or 0)

    def knows(self, key: str) -> bool:
        """Whether the fact with this id was ever changed."""
        query = "SELECT 1 FROM history WHERE scope = ? AND fact = ? LIMIT 1"
        return self._db.execute(query, (self._scope, key)).fetchone() is not None

    def latest(self, limit: int, *, key: str | None = None, below: int | None = None) -> list[Entry]:
        """The latest changes first, at most `limit`: of one fact only, or below a number only, where given."""
        where = "history.scope = ?1 AND (?2 IS NULL OR fact = ?2) AND (?3 IS NULL OR history.number < ?3)"
        return list(self._entries(f"{where} ORDER BY history.number DESC LIMIT ?4", (self._scope, key, below, limit)))

    def since(self, number: int = 0) -> Iterator[Entry]:
        """Every change after the one with this number, the first first."""
        where = "history.scope = ? AND history.number > ? ORDER BY history.number"
        return self._entries(where, (self._scope, number))

    def entry(self, number: int) -> Entry | None:
        """The change with this number, None when it is of another scope."""
        if not is_number(number):
            return None
        return next(self._entries("history.scope = ? AND history.number = ?", (self._scope, number)), None)

    def count(self, since: str) -> int:
        """How many changes there were since a time, UTC, ISO format."""
        query = "SELECT count(*) FROM history WHERE scope = ? AND at >= ?"
        return int(self._db.execute(query, (self._scope, since)).fetchone()[0])

    def key_of(self, handle: str) -> str:
        """The id of a fact with this handle that was changed here, gone or not; "" for none."""
        query = "SELECT DISTINCT fact FROM history WHERE scope = ?"
        return next((key for (key,) in self._db.execute(query, (self._scope,)) if digest(key, HANDLE) == handle), "")

    def _entries(self, where: str, values: tuple[int | str | None, ...]) -> Iterator[Entry]:
        query = f"""SELECT history.number, scope, fact, at, history.person, people.user, what, why, before, after,
                           pack
                      FROM history LEFT JOIN people ON people.number = history.person WHERE {where}"""
        for row in self._db.execute(query, values):
            number, scope, fact, at, person, user, what, why, before, after, pack = row
            yield Entry(number, scope, fact, at, user_of(person, user), what, why, _fact(before), _fact(after), pack)


def person_number(connection: sqlite3.Connection, user: int) -> int | None:
    """What stands for a Discord user in the tables, so that they can be forgotten in one place; None: the terminal."""
    if user == TERMINAL:
        return None
    connection.execute("INSERT OR IGNORE INTO people (user) VALUES (?)", (user,))
    row = connection.execute("SELECT number FROM people WHERE user = ?", (user,)).fetchone()
    return int(row[0])


def is_number(number: int) -> bool:
    """Whether a row can have this number: people type, and forge, others."""
    return 0 < number < 1 << 63


def user_of(person: int | None, user: int | None) -> int:
    """Who a row is of: a Discord user's id, TERMINAL or FORMER. person: the row's; user: what `people` has for it."""
    return TERMINAL if person is None else FORMER if user is None else user


def forget_person(connection: sqlite3.Connection, user: int) -> None:
    """From now on the table does not know who it was; what they did stands, by "a former member"."""
    connection.execute("UPDATE people SET user = NULL WHERE user = ?", (user,))


def _text(fact: Fact | None) -> str:
    return "" if fact is None else json.dumps(to_record(fact), ensure_ascii=False)


def _fact(text: str) -> Fact | None:
    return from_record(json.loads(text)) if text else None
