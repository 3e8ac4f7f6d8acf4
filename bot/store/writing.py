"""The fact table, opened for writing: one writer, every change a transaction, nothing half-written."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

from sqlite_utils import Database

from bot.errors import TableError
from bot.facts import Fact, Source, content_id
from bot.store.index import IndexedFact, IndexWriter, clear_index
from bot.store.schema import migrate
from bot.store.vectors import write_vectors
from bot.store.version import APPLICATION_ID, FILE_VERSION

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from bot.vectors import Embeds


@dataclass(frozen=True, slots=True)
class Changes:
    """What loading a pack did: how many facts were added, changed, retired, and left as they were."""

    added: int = 0
    changed: int = 0
    retired: int = 0
    unchanged: int = 0


class FactStore:
    """A fact table for writing, made if there is none. Raises TableError for a file that is something else."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._is_new = not path.exists()
        if not path.parent.is_dir():
            raise TableError(f"{path} cannot be written: there is no folder {path.parent}")
        try:
            self._connection = connection = sqlite3.connect(path, timeout=30.0)
        except sqlite3.DatabaseError as error:
            raise TableError(f"{path} cannot be opened for writing: {error}") from error
        try:
            _refuse_foreign(connection, path)
            self._db = Database(connection)
            # pages stay in memory until the commit, so that a long import does not lock out those who ask
            connection.execute("PRAGMA cache_size = -262144")
            connection.execute("PRAGMA foreign_keys = ON")
            migrate(self._db)
            self._bring_index_up_to_date()
        except TableError:
            connection.close()
            raise
        except sqlite3.DatabaseError as error:
            connection.close()
            raise TableError(f"{path} cannot be opened for writing: {error}") from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; a change under way is undone. A file that was made for nothing is removed."""
        is_empty = self._connection.execute("SELECT 1 FROM packs").fetchone() is None
        self._connection.close()
        if self._is_new and is_empty:
            self.path.unlink(missing_ok=True)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All that is done inside is kept together, or undone together when something is raised."""
        try:
            with self._db.atomic():
                yield
        except sqlite3.DatabaseError as error:
            raise TableError(f"{self.path} cannot be written: {error}") from error

    def replace_pack(self, name: str, facts: Iterable[Fact], progress: Callable[[], None] = lambda: None) -> Changes:
        """Make the pack hold exactly these facts, in this order. All or nothing: whatever is raised, by `facts` too,
        leaves the table as it was. progress is called once a fact.

        A fact whose id and content are there already is left alone, in whatever pack it is; one with the same id and
        other content keeps its number. Raises TableError when an id belongs to another pack or comes twice.
        """
        with self.transaction():
            return _PackWriter(self._connection, name).write(facts, progress)

    def embed(self, embedder: Embeds, step: Callable[[], None] = lambda: None) -> int:
        """Make the vectors that are missing of this model, and drop those of others; how many were made."""
        with self.transaction():
            return write_vectors(self._connection, embedder, step)

    def _bring_index_up_to_date(self) -> None:
        """Index every fact anew if the file is new or was indexed in another normal form."""
        if self._connection.execute("PRAGMA user_version").fetchone()[0] == FILE_VERSION:
            return
        with self._db.atomic():
            clear_index(self._connection)
            index = IndexWriter(self._connection)
            for number, topic, answer in self._connection.execute("SELECT number, topic, answer FROM facts"):
                query = "SELECT number, question FROM phrasings WHERE fact = ? ORDER BY position"
                phrasings = tuple(self._connection.execute(query, (number,)).fetchall())
                index.add(IndexedFact(number, topic, answer, phrasings))
            index.close()
            self._connection.execute(f"PRAGMA user_version = {FILE_VERSION}")

    def remove_pack(self, name: str) -> int:
        """Remove a pack and its facts; how many there were. Raises TableError when there is no such pack."""
        if self._connection.execute("SELECT 1 FROM packs WHERE name = ?", (name,)).fetchone() is None:
            raise TableError(f'there is no pack "{name}" in {self.path}')
        retired = self.replace_pack(name, ()).retired
        with self.transaction():
            self._connection.execute("DELETE FROM packs WHERE name = ?", (name,))
        return retired


NOT_GIVEN: Final = -1
"""Position of a fact of a pack that is being loaded and has not come yet."""


class _PackWriter:
    """One loading of one pack, inside one transaction."""

    def __init__(self, connection: sqlite3.Connection, pack: str) -> None:
        self._db = connection
        self._pack = pack
        self._index = IndexWriter(connection)
        self._sources: dict[Source, int] = {}

    def write(self, facts: Iterable[Fact], progress: Callable[[], None]) -> Changes:
        now = datetime.now(UTC).isoformat(timespec="seconds")
        self._db.execute(
            "INSERT INTO packs VALUES (?, ?) ON CONFLICT DO UPDATE SET imported_at = excluded.imported_at",
            (self._pack, now),
        )
        self._db.execute("UPDATE facts SET position = ? WHERE pack = ?", (NOT_GIVEN, self._pack))
        added = changed = unchanged = 0
        for position, fact in enumerate(facts):
            content = content_id(fact.questions, fact.answer, fact.topic, fact.source, fact.locator, fact.quote)
            row = self._db.execute(
                "SELECT number, pack, content, position FROM facts WHERE id = ?", (fact.id,)
            ).fetchone()
            if row is None:
                self._insert(fact, position, content)
                added += 1
            else:
                number = row[0]
                if row[1] != self._pack and row[2] == content:
                    unchanged += 1
                    progress()
                    continue
                self._refuse_double(fact, row[1], row[3])
                if row[2] == content:
                    unchanged += 1
                    self._db.execute("UPDATE facts SET position = ? WHERE number = ?", (position, number))
                else:
                    self._update(number, fact, position, content)
                    changed += 1
            progress()
        retired = self._retire()
        self._index.close()
        self._db.execute("DELETE FROM sources WHERE number NOT IN (SELECT source FROM facts)")
        return Changes(added, changed, retired, unchanged)

    def _refuse_double(self, fact: Fact, pack: str, position: int) -> None:
        if pack != self._pack:
            raise TableError(
                f'the fact "{fact.id}" stands in the pack "{pack}" already; import with --pack "{pack}" to replace it'
            )
        if position != NOT_GIVEN:
            raise TableError(f'two facts of the pack "{self._pack}" have the id "{fact.id}"')

    def _insert(self, fact: Fact, position: int, content: str) -> None:
        cursor = self._db.execute(
            "INSERT INTO facts (id, handle, pack, position, topic, answer, source, locator, quote, content) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (fact.id, fact.handle, self._pack, position, *self._values(fact), content),
        )
        self._insert_phrasings(int(cursor.lastrowid or 0), fact)

    def _update(self, number: int, fact: Fact, position: int, content: str) -> None:
        self._unindex(number)
        self._db.execute(
            "UPDATE facts SET position = ?, topic = ?, answer = ?, source = ?, locator = ?, quote = ?, content = ? "
            "WHERE number = ?",
            (position, *self._values(fact), content, number),
        )
        self._insert_phrasings(number, fact)

    def _values(self, fact: Fact) -> tuple[str, str, int, str, str]:
        return fact.topic, fact.answer, self._source(fact.source), fact.locator, fact.quote

    def _insert_phrasings(self, number: int, fact: Fact) -> None:
        insert = "INSERT INTO phrasings (fact, position, question) VALUES (?, ?, ?)"
        phrasings = tuple(
            (int(self._db.execute(insert, (number, position, question)).lastrowid or 0), question)
            for position, question in enumerate(fact.questions)
        )
        self._index.add(IndexedFact(number, fact.topic, fact.answer, phrasings))

    def _unindex(self, number: int) -> None:
        """Take a stored fact and its phrasings out of the index, and the phrasings out of the table."""
        topic, answer = self._db.execute("SELECT topic, answer FROM facts WHERE number = ?", (number,)).fetchone()
        phrasings = self._db.execute("SELECT number, question FROM phrasings WHERE fact = ?", (number,)).fetchall()
        self._index.remove(IndexedFact(number, topic, answer, tuple(phrasings)))
        self._db.execute("DELETE FROM phrasings WHERE fact = ?", (number,))

    def _source(self, source: Source) -> int:
        """The number of the source, stored if it is new."""
        if source not in self._sources:
            values = (source.title, source.publisher, source.author, source.published, source.url)
            self._db.execute(
                "INSERT OR IGNORE INTO sources (title, publisher, author, published, url) VALUES (?, ?, ?, ?, ?)",
                values,
            )
            query = """SELECT number FROM sources
                        WHERE title = ? AND publisher = ? AND author = ? AND published = ? AND url = ?"""
            self._sources[source] = self._db.execute(query, values).fetchone()[0]
        return self._sources[source]

    def _retire(self) -> int:
        """Remove the pack's facts that were not given again."""
        query = "SELECT number FROM facts WHERE pack = ? AND position = ?"
        gone = [row[0] for row in self._db.execute(query, (self._pack, NOT_GIVEN))]
        for number in gone:
            self._unindex(number)
            self._db.execute("DELETE FROM facts WHERE number = ?", (number,))
        return len(gone)


def _refuse_foreign(connection: sqlite3.Connection, path: Path) -> None:
    """Raise TableError for a file that holds something else than facts, or facts of a newer factbot."""
    found = connection.execute("PRAGMA application_id").fetchone()[0]
    tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if tables and found != APPLICATION_ID:
        raise TableError(f"{path} is not a fact table of factbot; it is left as it was")
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version > FILE_VERSION:
        raise TableError(f"{path} was written by a newer factbot (version {version}, here {FILE_VERSION})")
