"""The fact table, opened for asking: read-only, from any thread, never in the writer's way."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Self

from bot.facts import SHARED
from bot.store.history import History
from bot.store.labelled import LabelledQuestions
from bot.store.opening import open_read_only
from bot.store.servers import settings_of
from bot.store.shelf import Shelf
from bot.store.snapshot import Snapshot
from bot.store.stored_facts import marks, stored_facts
from bot.store.version import table_version

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from bot.facts import Fact
    from bot.servers import ServerSettings
    from bot.store.history import Entry
    from bot.store.labelled import StoredQuestion

SCOPES_KEPT: Final = 64
"""Servers of which each thread keeps in memory what their words are worth."""


class StoredPhrasing(NamedTuple):
    """Where a phrasing stands: its own number, its fact's, and its place among the fact's phrasings, from 0."""

    number: int
    fact: int
    position: int


class PackSummary(NamedTuple):
    """A pack: its name, how many facts it holds, and when it was imported, in UTC."""

    name: str
    facts: int
    imported_at: str


class FactTable:
    """A fact table for asking. Every method may be called from any thread; each thread has a connection of its own.

    What another process writes is seen by the next question: SQLite's data_version tells, and what was kept in memory
    is then dropped. Raises TableError when the file is missing, is no fact table, or is of another version.

    A scope is SHARED, which means the shared facts alone, or a server's id: those and the server's own.
    """

    def __init__(self, path: Path, reading: Callable[[Shelf, int], Snapshot] = Snapshot) -> None:
        """reading: makes what a thread reads a scope with."""
        self.path = path
        self._reading = reading
        self._local = threading.local()
        self._open: list[sqlite3.Connection] = []
        self._lock = threading.Lock()
        self.snapshot()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close every thread's connection. The table cannot be asked afterwards."""
        with self._lock:
            for connection in self._open:
                connection.close()
            self._open.clear()

    def snapshot(self, scope: int = SHARED) -> Snapshot:
        """The facts of a scope as they stand now, for one question on this thread."""
        self._connection()
        snapshots: OrderedDict[int, Snapshot] = self._local.snapshots
        if scope not in snapshots:
            snapshots[scope] = self._reading(self._local.shelf, scope)
            if len(snapshots) > SCOPES_KEPT:
                snapshots.popitem(last=False)
        snapshots.move_to_end(scope)
        snapshot = snapshots[scope]
        snapshot.refresh()
        return snapshot

    def _connection(self) -> sqlite3.Connection:
        """The connection of this thread, to the file that has the table's name now."""
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        file = self._file()
        # another file takes the name when a tool saves beside it and renames
        if connection is None or (file is not None and file != self._local.file):
            connection = self._connect()
            with self._lock:
                self._open.append(connection)
            self._local.connection, self._local.file = connection, file
            self._local.shelf, self._local.snapshots = Shelf(connection), OrderedDict()
        return connection

    def _connect(self) -> sqlite3.Connection:
        return open_read_only(self.path)

    def _file(self) -> tuple[int, int] | None:
        """Which file has the table's name; None while none has."""
        try:
            found = self.path.stat()
        except OSError:
            return None
        return found.st_dev, found.st_ino

    def version(self) -> int:
        """How often the facts of this file were changed; an answer's receipt names it."""
        return table_version(self._connection())

    def totals(self, scope: int = SHARED) -> Mapping[str, int]:
        """How much a scope sees: facts, asked_facts (those with a stored phrasing), phrasings."""
        return self.snapshot(scope).totals()

    def rephrasings(self) -> list[StoredPhrasing]:
        """All phrasings of the shared facts that have two or more, in stored order."""
        query = """SELECT number, fact, position FROM phrasings
                    WHERE fact IN (SELECT fact FROM phrasings GROUP BY fact HAVING count(*) > 1)
                      AND fact IN (SELECT number FROM facts WHERE scope = 0)
                    ORDER BY fact, position"""
        return [StoredPhrasing(*row) for row in self.snapshot().all(query)]

    def facts_by_number(self, numbers: Iterable[int]) -> dict[int, Fact]:
        """The facts with these numbers; one that is gone is missing."""
        wanted = list(numbers)
        return dict(self._facts(f"WHERE facts.number IN ({marks(wanted)})", wanted))

    def fact(self, handle: str, scope: int = SHARED) -> Fact | None:
        """The fact that a scope sees under this handle, or None; any string may be asked for, and SQLite takes only
        proper Unicode."""
        known = handle.encode("utf-8", "replace").decode()
        hidden = self.snapshot(scope).hidden
        where = "WHERE facts.handle = ? AND facts.scope IN (?, ?)"
        found = self._facts(where, [known, SHARED, scope], "ORDER BY facts.scope DESC")
        return next((fact for number, fact in found if number not in hidden), None)

    def fact_by_id(self, key: str, scope: int = SHARED) -> Fact | None:
        """A scope's own fact with this id, or None; hidden ones too."""
        known = key.encode("utf-8", "replace").decode()
        return next((fact for _, fact in self._facts("WHERE facts.id = ? AND facts.scope = ?", [known, scope])), None)

    def facts(self, pack: str | None = None, scope: int = SHARED) -> Iterator[Fact]:
        """A scope's own facts, all or those of one pack, pack by pack in stored order."""
        where, values = "WHERE facts.scope = ?", [scope]
        if pack is not None:
            where += " AND packs.name = ?"
        order = "ORDER BY packs.name, facts.position"
        joined = "JOIN packs ON packs.number = facts.pack"
        for _, fact in self._facts(f"{joined} {where}", [*values, *([] if pack is None else [pack])], order):
            yield fact

    def seen(self, scope: int = SHARED) -> Iterator[Fact]:
        """All facts that a scope sees: the shared ones that it does not hide or have its own in place of, then its
        own."""
        hidden = self.snapshot(scope).hidden
        joined = "JOIN packs ON packs.number = facts.pack WHERE facts.scope IN (?, ?)"
        order = "ORDER BY facts.scope, packs.name, facts.position"
        return (fact for number, fact in self._facts(joined, [SHARED, scope], order) if number not in hidden)

    def packs(self, scope: int = SHARED) -> list[PackSummary]:
        """The packs of a scope, by name."""
        query = """SELECT name, (SELECT count(*) FROM facts WHERE pack = packs.number), coalesce(imported_at, '')
                     FROM packs WHERE scope = ? ORDER BY name"""
        return [PackSummary(*row) for row in self.snapshot().all(query, (scope,))]

    def settings(self, scope: int) -> ServerSettings:
        """What a server settled; the defaults where it settled nothing."""
        return settings_of(self._connection(), scope)

    def history(self, scope: int = SHARED) -> Iterator[Entry]:
        """Every change of a scope's facts, the first first."""
        return History(self._connection(), scope).since()

    def labelled(self, scope: int = SHARED) -> list[StoredQuestion]:
        """The labelled questions of a scope, in the order they came."""
        return LabelledQuestions(self._connection(), scope).page()

    def opening_facts(self, limit: int, scope: int = SHARED) -> list[int]:
        """Numbers of the first facts that a scope sees, its own first, one of each topic first: something to show who
        has not asked yet."""
        query = """SELECT number FROM (
                       SELECT number, position, row_number() OVER (PARTITION BY topic ORDER BY position) AS n
                       FROM (SELECT number, row_number() OVER (ORDER BY scope = 0, number) AS position, topic FROM (
                               SELECT * FROM (SELECT number, topic, scope FROM facts WHERE scope = ?1 ORDER BY number
                                               LIMIT 500)
                                UNION ALL
                               SELECT * FROM (SELECT number, topic, scope FROM facts WHERE scope = 0 AND ?1 <> 0
                                               ORDER BY number LIMIT 500))))
                   ORDER BY n, position LIMIT ?2"""
        snapshot = self.snapshot(scope)
        rows = snapshot.all(query, (scope, limit + len(snapshot.hidden)))
        return [number for (number,) in rows if number not in snapshot.hidden][:limit]

    def _facts(self, where: str, values: list[Any], order: str = "") -> Iterator[tuple[int, Fact]]:
        return stored_facts(self.snapshot().cursor, f"{where} {order}", values)
