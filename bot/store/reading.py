"""The fact table, opened for asking: read-only, from any thread, never in the writer's way."""

from __future__ import annotations

import sqlite3
import threading
from collections import OrderedDict
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Self

from bot import text
from bot.entries import Entry, Row, Unit
from bot.errors import TableError
from bot.facts import Fact, Source
from bot.store.candidates import CandidateFinder, Counts
from bot.store.vectors import read_vectors
from bot.store.version import APPLICATION_ID, FILE_VERSION

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sized

    from bot.vectors import Vectors

ENTRIES_KEPT: Final = 4096
WORDS_KEPT: Final = 65_536
BUCKETS_KEPT: Final = 256
VALUES_AT_ONCE: Final = 500
BUSY_SECONDS: Final = 5.0
_FACT = """SELECT facts.number, facts.id, topic, answer, locator, quote, title, publisher, author, published, url
             FROM facts JOIN sources ON sources.number = facts.source"""


class StoredPhrasing(NamedTuple):
    """Where a phrasing stands: its own number, its fact's, and its place among the fact's phrasings, from 0."""

    number: int
    fact: int
    position: int


class FactTable:
    """A fact table for asking. Every method may be called from any thread; each thread has a connection of its own.

    What another process writes is seen by the next question: SQLite's data_version tells, and what was kept in memory
    is then dropped. Raises TableError when the file is missing, is no fact table, or is of another version.
    """

    def __init__(self, path: Path, reading: Callable[[sqlite3.Connection], Snapshot] | None = None) -> None:
        """reading: makes what a thread reads with on a connection of its own, if not a plain Snapshot."""
        self.path = path
        self._reading = reading or Snapshot
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

    def snapshot(self) -> Snapshot:
        """The table as it stands now, for one question on this thread."""
        snapshot: Snapshot | None = getattr(self._local, "snapshot", None)
        file = self._file()
        # another file takes the name when a tool saves beside it and renames
        if snapshot is None or (file is not None and file != self._local.file):
            connection = open_read_only(self.path)
            with self._lock:
                self._open.append(connection)
            snapshot = self._local.snapshot = self._reading(connection)
            self._local.file = file
        snapshot.refresh()
        return snapshot

    def _file(self) -> tuple[int, int] | None:
        """Which file has the table's name; None while none has."""
        try:
            found = self.path.stat()
        except OSError:
            return None
        return found.st_dev, found.st_ino

    def totals(self) -> Mapping[str, int]:
        """How much the table holds: facts, asked_facts (those with a stored phrasing), phrasings."""
        return self.snapshot().totals()

    def rephrasings(self) -> list[StoredPhrasing]:
        """All phrasings of the facts that have two or more, in stored order."""
        query = """SELECT number, fact, position FROM phrasings
                    WHERE fact IN (SELECT fact FROM phrasings GROUP BY fact HAVING count(*) > 1)
                    ORDER BY fact, position"""
        return [StoredPhrasing(*row) for row in self.snapshot().all(query)]

    def facts_by_number(self, numbers: Iterable[int]) -> dict[int, Fact]:
        """The facts with these numbers; one that is gone is missing."""
        wanted = list(numbers)
        return dict(self._facts(f"WHERE facts.number IN ({_marks(wanted)})", wanted))

    def fact(self, handle: str) -> Fact | None:
        """The fact with this handle, or None; any string may be asked for, and SQLite takes only proper Unicode."""
        known = handle.encode("utf-8", "replace").decode()
        return next((fact for _, fact in self._facts("WHERE facts.handle = ?", [known])), None)

    def facts(self, pack: str | None = None) -> Iterator[Fact]:
        """All facts, or those of one pack, pack by pack in stored order."""
        where = "" if pack is None else "WHERE facts.pack = ?"
        for _, fact in self._facts(where, [] if pack is None else [pack], "ORDER BY facts.pack, facts.position"):
            yield fact

    def packs(self) -> list[tuple[str, int, str]]:
        """(name, number of facts, when imported in UTC) of each pack."""
        query = """SELECT name, (SELECT count(*) FROM facts WHERE pack = name), coalesce(imported_at, '')
                     FROM packs ORDER BY name"""
        return [(str(name), int(count), str(when)) for name, count, when in self.snapshot().all(query)]

    def opening_facts(self, limit: int) -> list[int]:
        """Numbers of the first facts of the table, one of each topic first: something to show who has not asked yet."""
        query = """SELECT number FROM (
                       SELECT number, position, row_number() OVER (PARTITION BY topic ORDER BY position) AS n
                       FROM (SELECT number, number AS position, topic FROM facts ORDER BY number LIMIT 500))
                   ORDER BY n, position LIMIT ?"""
        return [row[0] for row in self.snapshot().all(query, (limit,))]

    def _facts(self, where: str, values: list[Any], order: str = "") -> Iterator[tuple[int, Fact]]:
        reader = self.snapshot()
        rows = reader.cursor(f"{_FACT} {where} {order}", values)
        while batch := rows.fetchmany(500):
            marks = _marks(batch)
            questions: dict[int, list[str]] = {}
            for number, question in reader.all(
                f"SELECT fact, question FROM phrasings WHERE fact IN ({marks}) ORDER BY fact, position",
                [row[0] for row in batch],
            ):
                questions.setdefault(number, []).append(question)
            for number, key, topic, answer, locator, quote, *source in batch:
                fact = Fact(
                    id=key,
                    questions=tuple(questions.get(number, ())),
                    answer=answer,
                    source=Source(*source),
                    topic=topic,
                    locator=locator,
                    quote=quote,
                )
                yield number, fact


class Snapshot:
    """The table on one thread's connection, and what is kept in memory of it while it does not change."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection
        self._version: int | None = None
        self.version = object()
        """Another one after every change that was seen: what was worked out at one version holds until the next."""
        self._totals: dict[str, int] = {}

    def refresh(self) -> None:
        """Drop what is kept if the file was written since."""
        version = self.one("PRAGMA data_version")[0]
        if version == self._version:
            return
        self._totals = {"facts": 0, "asked_facts": 0, "phrasings": 0, **dict(self.all("SELECT * FROM index_totals"))}
        self._words: dict[str, Counts | None] = {}
        self._buckets: dict[str, list[str]] = {}
        self._entries: OrderedDict[int, Entry] = OrderedDict()
        self._vectors: dict[str, Vectors | None] = {}
        self._finder = CandidateFinder(self._db, self.counts)
        self._version = version
        self.version = object()

    def totals(self) -> Mapping[str, int]:
        """How much the table holds: facts, asked_facts (those with a stored phrasing), phrasings."""
        return self._totals

    def frequencies(self, words: Iterable[str]) -> dict[str, int]:
        """For each of the words (stems) that the table knows, in how many facts it stands."""
        return {word: counts[0] for word, counts in self.counts(words).items()}

    def counts(self, words: Iterable[str]) -> dict[str, Counts]:
        """For each of the stems that the table knows: how many facts, phrasings and answers have it."""
        wanted = set(words)
        missing = [word for word in wanted if word not in self._words]
        if missing:
            if len(self._words) > WORDS_KEPT:
                self._words.clear()
                missing = list(wanted)
            for start in range(0, len(missing), VALUES_AT_ONCE):
                part = missing[start : start + VALUES_AT_ONCE]
                self._words.update(dict.fromkeys(part))
                query = f"SELECT word, facts, in_questions, in_answers FROM index_words WHERE word IN ({_marks(part)})"
                self._words.update({word: counts for word, *counts in self.all(query, part)})
        known = self._words
        return {word: counts for word in wanted if (counts := known[word]) is not None}

    def spellings(self, bucket: str) -> list[str]:
        """The table's words in a spelling bucket (see index.py); [] where there are none."""
        if bucket not in self._buckets:
            if len(self._buckets) > BUCKETS_KEPT:
                self._buckets.clear()
            row = self.one("SELECT words FROM index_spellings WHERE bucket = ?", (bucket,))
            self._buckets[bucket] = row[0].split() if row else []
        return self._buckets[bucket]

    def starting(self, prefix: str, limit: int) -> list[str]:
        """The commonest of the table's words (stems) that begin with the prefix."""
        query = "SELECT word FROM index_words WHERE word >= ? AND word < ? ORDER BY facts DESC, word LIMIT ?"
        return [row[0] for row in self.all(query, (prefix, prefix + "\U0010ffff", limit))]

    def vectors(self, model: str) -> Vectors | None:
        """The embeddings of a model, None when the table does not have them all."""
        if model not in self._vectors:
            self._vectors = {model: read_vectors(self._db, model)}
        return self._vectors[model]

    def candidates(self, weights: Mapping[str, float], limit: int) -> list[Entry]:
        """The facts whose words carry the most of the given weights (stem -> weight), at most `limit`, best first."""
        return self.entries(self._finder.find(weights, limit))

    def cursor(self, query: str, values: Iterable[Any] = ()) -> sqlite3.Cursor:
        """The rows of a query, one after the other. Raises TableError for a file that cannot be read."""
        try:
            return self._db.execute(query, tuple(values))
        except sqlite3.OperationalError as error:
            raise TableError(f"the fact table cannot be read just now: {error}") from error
        except sqlite3.DatabaseError as error:
            raise TableError(f"the fact table is damaged: {error}") from error

    def one(self, query: str, values: Iterable[Any] = ()) -> Any:
        """The first row of a query, None when there is none."""
        return self.cursor(query, values).fetchone()

    def all(self, query: str, values: Iterable[Any] = ()) -> list[Any]:
        """All rows of a query."""
        return self.cursor(query, values).fetchall()

    def entries(self, numbers: list[int]) -> list[Entry]:
        """The facts with these numbers as the index sees them, in the order given."""
        found = {number: self._entries[number] for number in numbers if number in self._entries}
        missing = [number for number in numbers if number not in found]
        if missing:
            marks = _marks(missing)
            rows: dict[int, list[Row]] = {number: [] for number in missing}
            for fact, question in self.all(
                f"SELECT fact, question FROM phrasings WHERE fact IN ({marks}) ORDER BY fact, position", missing
            ):
                rows[fact].append(Row(text.stems_of(question)))
            query = f"SELECT number, answer, topic FROM facts WHERE number IN ({marks})"
            for fact, answer, topic in self.all(query, missing):
                units = tuple([Unit(unit, stems) for unit in text.units(answer) if (stems := text.stems_of(unit))])
                near = frozenset() if rows[fact] else self._near(fact)
                entry = Entry(fact, tuple(rows[fact]), units, frozenset(text.stems_of(topic)), near)
                found[fact] = self._entries[fact] = entry
            while len(self._entries) > ENTRIES_KEPT:
                self._entries.popitem(last=False)
        return [found[number] for number in numbers if number in found]

    def _near(self, passage: int) -> frozenset[str]:
        """The stems of the passages right before and after one in its document."""
        query = """SELECT near.answer FROM facts JOIN facts AS near
                       ON near.number IN (facts.number - 1, facts.number + 1)
                      AND near.pack = facts.pack AND near.source = facts.source
                      AND near.position IN (facts.position - 1, facts.position + 1)
                    WHERE facts.number = ?"""
        return frozenset([stem for answer, in self.all(query, (passage,)) for stem in text.stems_of(answer)])


def _marks(values: Sized) -> str:
    """A question mark for each value, for SQL's IN."""
    return ",".join("?" * len(values))


def open_read_only(path: Path) -> sqlite3.Connection:
    """A connection that can write nothing, to a file that is known to be a fact table of this version."""
    if not path.is_file():
        raise TableError(f"there is no fact table at {path}; `factbot import FILE --db {path}` makes one")
    try:
        connection = sqlite3.connect(
            f"{path.resolve().as_uri()}?mode=ro", uri=True, check_same_thread=False, timeout=BUSY_SECONDS
        )
    except sqlite3.DatabaseError as error:
        raise TableError(f"{path} cannot be read as a fact table: {error}") from error
    try:
        _refuse_other(connection, path)
    except sqlite3.DatabaseError as error:
        connection.close()
        raise TableError(f"{path} cannot be read as a fact table: {error}") from error
    except TableError:
        connection.close()
        raise
    return connection


def _refuse_other(connection: sqlite3.Connection, path: Path) -> None:
    """Raise TableError for a file that is no fact table, or one of another version."""
    found = connection.execute("PRAGMA application_id").fetchone()[0]
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if found != APPLICATION_ID:
        raise TableError(f"{path} is not a fact table of factbot")
    if version > FILE_VERSION:
        raise TableError(f"{path} was written by a newer factbot (version {version}, here {FILE_VERSION})")
    if version < FILE_VERSION:
        raise TableError(f"{path} was written by an older factbot: `factbot upgrade --db {path}` brings it up to date")
