"""The facts that a scope has before it, as those see them who look after them: hidden ones too, with their packs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from bot.facts import Fact
from bot.store.stored_facts import stored_fact

if TYPE_CHECKING:
    import sqlite3

_SEEN: Final = """FROM facts JOIN packs ON packs.number = facts.pack
                      LEFT JOIN hidden ON hidden.scope = :scope AND hidden.id = facts.id AND facts.scope <> :scope
                 WHERE (facts.scope = :scope OR (facts.scope = 0 AND facts.id NOT IN (
                          SELECT id FROM facts AS own WHERE own.scope = :scope)))"""
_FILTERED: Final = """AND (:topic = '' OR topic = :topic) AND (:due = '' OR (review_by <> '' AND review_by <= :due))
                      AND (NOT :own OR facts.scope = :scope) AND (NOT :hidden OR hidden.id IS NOT NULL)"""


class ListedFact(NamedTuple):
    """A fact, whether it is hidden from those who ask, and the pack that it is of."""

    fact: Fact
    hidden: bool
    pack: str


class FactList:
    """The facts of a server, and the shared ones that no fact of its own stands in the place of."""

    def __init__(self, connection: sqlite3.Connection, scope: int) -> None:
        self._db = connection
        self._scope = scope

    def get(self, handle: str) -> ListedFact | None:
        """The fact with this handle."""
        query = f"SELECT facts.number, hidden.id, packs.name {_SEEN} AND handle = :handle ORDER BY facts.scope = 0"
        row = self._db.execute(query, {"scope": self._scope, "handle": _proper(handle)}).fetchone()
        return self._listed(row) if row else None

    def page(
        self,
        limit: int,
        offset: int = 0,
        *,
        topic: str = "",
        due: str = "",
        own: bool = False,
        hidden: bool = False,
    ) -> tuple[list[ListedFact], int]:
        """Part of the list, the scope's own facts first, and how many there are in all.

        topic: of one topic only. due: to be looked at again by this ISO date. own, hidden: only these.
        """
        values = {"scope": self._scope, "topic": _proper(topic), "due": due, "own": own, "hidden": hidden}
        where = f"{_SEEN} {_FILTERED}"
        total = self._db.execute(f"SELECT count(*) {where}", values).fetchone()[0]
        query = f"""SELECT facts.number, hidden.id, packs.name {where}
                     ORDER BY facts.scope = 0, packs.name, facts.position LIMIT :limit OFFSET :offset"""
        rows = self._db.execute(query, {**values, "limit": limit, "offset": offset}).fetchall()
        return [self._listed(row) for row in rows], total

    def topics(self, beginning: str, limit: int) -> list[str]:
        """The topics that begin so, whatever their case, those with most facts first."""
        query = f"""SELECT topic {_SEEN} AND topic <> '' AND substr(lower(topic), 1, length(:start)) = lower(:start)
                     GROUP BY topic ORDER BY count(*) DESC, topic LIMIT :limit"""
        values = {"scope": self._scope, "start": _proper(beginning), "limit": limit}
        return [row[0] for row in self._db.execute(query, values)]

    def _listed(self, row: tuple[Any, ...]) -> ListedFact:
        number, hidden, pack = row
        return ListedFact(stored_fact(self._db, number), hidden is not None, pack)


def _proper(text: str) -> str:
    """Any string as proper Unicode, which is all that SQLite takes."""
    return text.encode("utf-8", "replace").decode()
