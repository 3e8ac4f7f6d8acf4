"""Proposals: what somebody would have changed, and what became of it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from bot.store.history import is_number, now, person_number, user_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Mapping, Sequence

OPEN: Final = "open"
_SELECT: Final = """SELECT proposals.number, scope, what, fact, body, person, author.user, at, channel, message, gap,
                           like, state, decided_by, judge.user, decided_at, reason
                      FROM proposals LEFT JOIN people AS author ON author.number = person
                                     LEFT JOIN people AS judge ON judge.number = decided_by"""


@dataclass(frozen=True, slots=True)
class StoredProposal:
    """A proposal as it is kept.

    number: counts up over the whole table.     what: the kind of change.     fact: the id of the fact, or "".
    body: what it says.     person, decided_by: Discord users' ids, or as in history.py.     at, decided_at: UTC.
    channel, message: where it was said, 0 for nowhere.     gap: the question that it answers, 0 for none.
    like: numbers of proposals that it looked like when it came.     state: open, accepted, refused, withdrawn.
    """

    number: int
    scope: int
    what: str
    fact: str
    body: Mapping[str, Any]
    person: int
    at: str
    channel: int = 0
    message: int = 0
    gap: int = 0
    like: tuple[int, ...] = ()
    state: str = OPEN
    decided_by: int = 0
    decided_at: str = ""
    reason: str = ""


class Proposals:
    """The proposals of one scope. Writing happens inside the caller's transaction."""

    def __init__(self, connection: sqlite3.Connection, scope: int) -> None:
        self._db = connection
        self._scope = scope

    def add(
        self,
        *,
        what: str,
        fact: str,
        body: Mapping[str, Any],
        person: int,
        channel: int,
        message: int,
        gap: int,
        like: Sequence[int],
    ) -> int:
        """Keep an open proposal; its number."""
        written = json.dumps(body, ensure_ascii=False)
        values = (self._scope, what, fact, written, person_number(self._db, person), now(), channel, message, gap)
        cursor = self._db.execute(
            """INSERT INTO proposals (scope, what, fact, body, person, at, channel, message, gap, like)
               VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
            (*values, json.dumps(list(like))),
        )
        return int(cursor.lastrowid or 0)

    def get(self, number: int) -> StoredProposal | None:
        """The proposal with this number, None when it is of another scope."""
        return next(self._read("proposals.number = ?2", (number,)), None) if is_number(number) else None

    def page(self, state: str, limit: int, below: int | None = None, person: int | None = None) -> list[StoredProposal]:
        """The latest first, at most `limit`: in any state for "", of one person, below a number, where given."""
        where = "(?2 = '' OR state = ?2) AND (?3 IS NULL OR proposals.number < ?3) AND (?4 IS NULL OR author.user = ?4)"
        return list(self._read(f"{where} ORDER BY proposals.number DESC LIMIT ?5", (state, below, person, limit)))

    def count(self, state: str) -> int:
        """How many there are in a state."""
        query = "SELECT count(*) FROM proposals WHERE scope = ? AND state = ?"
        return int(self._db.execute(query, (self._scope, state)).fetchone()[0])

    def decide(self, number: int, state: str, person: int, reason: str) -> None:
        """Close an open proposal."""
        self._db.execute(
            """UPDATE proposals SET state = ?, decided_by = ?, decided_at = ?, reason = ?
                WHERE scope = ? AND number = ? AND state = 'open'""",
            (state, person_number(self._db, person), now(), reason, self._scope, number),
        )

    def _read(self, where: str, values: tuple[Any, ...]) -> Iterator[StoredProposal]:
        for row in self._db.execute(f"{_SELECT} WHERE scope = ?1 AND {where}", (self._scope, *values)).fetchall():
            number, scope, what, fact, body, person, user, *rest = row
            at, channel, message, gap, like, state, decided_by, judge, decided_at, reason = rest
            yield StoredProposal(
                number=number,
                scope=scope,
                what=what,
                fact=fact,
                body=json.loads(body),
                person=user_of(person, user),
                at=at,
                channel=channel,
                message=message,
                gap=gap,
                like=tuple(json.loads(like)),
                state=state,
                decided_by=user_of(decided_by, judge),
                decided_at=decided_at,
                reason=reason,
            )
