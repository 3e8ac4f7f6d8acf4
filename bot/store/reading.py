"""The fact table, opened for asking: read-only, from any thread, never in the writer's way."""

from __future__ import annotations

import sqlite3
import threading
from collections import OrderedDict
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Self

from bot.entries import Entry, Row
from bot.errors import TableError
from bot.facts import Fact, Source
from bot.store.candidates import CandidateFinder
from bot.store.version import APPLICATION_ID, SCHEMA_VERSION

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

ENTRIES_KEPT: Final = 4096
WORDS_KEPT: Final = 65_536
BUSY_SECONDS: Final = 5.0
_FACT = """SELECT facts.number, facts.id, topic, answer, locator, quote, title, publisher, author, published, url
             FROM facts JOIN sources ON sources.number = facts.source"""


class FactTable:
    """A fact table for asking. Every method may be called from any thread; each thread reads on a connection of its own.

    What another process writes is seen by the next question: SQLite's data_version tells, and what was kept in memory
    is then dropped. Raises TableError when the file is missing, is no fact table, or is of another version.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._local = threading.local()
        self._open: list[sqlite3.Connection] = []
        self._lock = threading.Lock()
        self._reader()

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

    def totals(self) -> Mapping[str, int]:
        """How much the table holds: facts, asked_facts (those with a stored phrasing), phrasings."""
        return self._reader().totals

    def frequencies(self, words: Iterable[str]) -> dict[str, int]:
        """For each of the words (stems) that the table knows, in how many facts it stands."""
        reader = self._reader()
        return {word: counts[0] for word in words if (counts := reader.counts(word)) is not None}

    def spellings(self, bucket: str) -> list[str]:
        """The table's words in a spelling bucket (see index.py); [] where there are none."""
        row = self._reader().one("SELECT words FROM index_spellings WHERE bucket = ?", (bucket,))
        return row[0].split() if row else []

    def starting(self, prefix: str, limit: int) -> list[str]:
        """The commonest of the table's words that begin with the prefix."""
        return [
            row[0]
            for row in self._reader().all(
                "SELECT word FROM index_words WHERE word >= ? AND word < ? ORDER BY facts DESC, word LIMIT ?",
                (prefix, prefix + "\U0010ffff", limit),
            )
        ]

    def candidates(self, weights: Mapping[str, float], limit: int) -> list[Entry]:
        """The facts whose words carry the most of the given weights (stem -> weight), at most `limit`, best first."""
        reader = self._reader()
        return reader.entries(reader.finder.find(weights, limit))

    def facts_by_number(self, numbers: Iterable[int]) -> dict[int, Fact]:
        """The facts with these numbers; one that is gone is missing."""
        wanted = list(numbers)
        marks = ",".join("?" * len(wanted))
        return {number: fact for number, fact in self._facts(f"WHERE facts.number IN ({marks})", wanted)}

    def fact(self, handle: str) -> Fact | None:
        """The fact with this handle, or None."""
        return next((fact for _, fact in self._facts("WHERE facts.handle = ?", [handle])), None)

    def facts(self, pack: str | None = None) -> Iterator[Fact]:
        """All facts, or those of one pack, pack by pack in stored order."""
        where = "" if pack is None else "WHERE facts.pack = ?"
        for _, fact in self._facts(where, [] if pack is None else [pack], "ORDER BY facts.pack, facts.position"):
            yield fact

    def packs(self) -> list[tuple[str, int, str]]:
        """(name, number of facts, when imported in UTC) of each pack."""
        query = (
            "SELECT name, (SELECT count(*) FROM facts WHERE pack = name), coalesce(imported_at, '') FROM packs ORDER BY 1"
        )
        return [(str(name), int(count), str(when)) for name, count, when in self._reader().all(query)]

    def opening_facts(self, limit: int) -> list[int]:
        """Numbers of the first facts of the table, one of each topic first: something to show who has not asked yet."""
        query = """SELECT number FROM (SELECT number, position, row_number() OVER (PARTITION BY topic ORDER BY position) AS n
                     FROM (SELECT number, position, topic FROM facts ORDER BY pack, position LIMIT 500))
                   ORDER BY n, position LIMIT ?"""
        return [row[0] for row in self._reader().all(query, (limit,))]

    def _facts(self, where: str, values: list[Any], order: str = "") -> Iterator[tuple[int, Fact]]:
        reader = self._reader()
        rows = reader.cursor(f"{_FACT} {where} {order}", values)
        while batch := rows.fetchmany(500):
            marks = ",".join("?" * len(batch))
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

    def _reader(self) -> _Reader:
        """This thread's reader, in step with the file."""
        reader: _Reader | None = getattr(self._local, "reader", None)
        if reader is None:
            connection = open_read_only(self.path)
            with self._lock:
                self._open.append(connection)
            reader = self._local.reader = _Reader(connection)
        reader.refresh()
        return reader


class _Reader:
    """One thread's connection, and what it keeps in memory of a table that has not changed since."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection
        self._version: int | None = None
        self.totals: dict[str, int] = {}

    def refresh(self) -> None:
        version = self.one("PRAGMA data_version")[0]
        if version == self._version:
            return
        self._version = version
        self.totals = {"facts": 0, "asked_facts": 0, "phrasings": 0, **dict(self.all("SELECT * FROM index_totals"))}
        self._words: OrderedDict[str, tuple[int, int, int] | None] = OrderedDict()
        self._entries: OrderedDict[int, Entry] = OrderedDict()
        self.finder = CandidateFinder(self._db, self.counts)

    def cursor(self, query: str, values: Iterable[Any] = ()) -> sqlite3.Cursor:
        try:
            return self._db.execute(query, tuple(values))
        except sqlite3.OperationalError as error:
            raise TableError(f"the fact table cannot be read just now: {error}") from error
        except sqlite3.DatabaseError as error:
            raise TableError(f"the fact table is damaged: {error}") from error

    def one(self, query: str, values: Iterable[Any] = ()) -> Any:
        return self.cursor(query, values).fetchone()

    def all(self, query: str, values: Iterable[Any] = ()) -> list[Any]:
        return self.cursor(query, values).fetchall()

    def counts(self, word: str) -> tuple[int, int, int] | None:
        """(facts, in_questions, in_answers) of a stem, or None for one that the table does not know."""
        try:
            return self._words[word]
        except KeyError:
            row = self.one("SELECT facts, in_questions, in_answers FROM index_words WHERE word = ?", (word,))
            if len(self._words) >= WORDS_KEPT:
                self._words.popitem(last=False)
            self._words[word] = row
            return row

    def entries(self, numbers: list[int]) -> list[Entry]:
        """The facts with these numbers as the index sees them, in the order given."""
        missing = [number for number in numbers if number not in self._entries]
        if missing:
            marks = ",".join("?" * len(missing))
            rows: dict[int, list[Row]] = {number: [] for number in missing}
            for fact, stems in self.all(
                f"SELECT fact, stems FROM index_phrasings WHERE fact IN ({marks}) ORDER BY phrasing", missing
            ):
                rows[fact].append(Row(tuple(stems.split())))
            while len(self._entries) > ENTRIES_KEPT - len(missing):
                self._entries.popitem(last=False)
            for fact, stems, topic in self.all(f"SELECT * FROM index_answers WHERE fact IN ({marks})", missing):
                sentences = tuple(Row(tuple(line.split())) for line in stems.split("\n") if line)
                self._entries[fact] = Entry(fact, tuple(rows[fact]), sentences, tuple(topic.split()))
        return [self._entries[number] for number in numbers]


def open_read_only(path: Path) -> sqlite3.Connection:
    """A connection that can write nothing, to a file that is known to be a fact table of this version."""
    if not path.is_file():
        raise TableError(f"there is no fact table at {path}; `factbot import FILE --db {path}` makes one")
    try:
        connection = sqlite3.connect(
            f"{path.resolve().as_uri()}?mode=ro", uri=True, check_same_thread=False, timeout=BUSY_SECONDS
        )
        found = connection.execute("PRAGMA application_id").fetchone()[0]
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        connection.execute("PRAGMA mmap_size = 1073741824")
    except sqlite3.DatabaseError as error:
        raise TableError(f"{path} cannot be read as a fact table: {error}") from error
    if found != APPLICATION_ID:
        raise TableError(f"{path} is not a fact table of factbot")
    if version != SCHEMA_VERSION:
        when = "newer" if version > SCHEMA_VERSION else "older"
        raise TableError(f"{path} was written by {'a' if when == 'newer' else 'an'} {when} factbot (schema {version}, here {SCHEMA_VERSION})")
    return connection
