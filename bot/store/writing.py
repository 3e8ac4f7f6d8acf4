"""The fact table, opened for writing: one writer, every change a transaction, nothing half-written."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

from sqlite_utils import Database

from bot.errors import BusyError, TableError
from bot.facts import SHARED
from bot.store.editing import FactEditor
from bot.store.history import Author, History
from bot.store.index import IndexWriter, clear_index
from bot.store.packs import Changes, PackWriter
from bot.store.rows import stored_in_index
from bot.store.schema import migrate
from bot.store.vectors import write_vectors
from bot.store.version import APPLICATION_ID, FILE_VERSION, raise_version

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from bot.facts import Fact
    from bot.vectors import Embeds

AT_THE_TERMINAL: Final = Author()


class FactStore:
    """A fact table for writing, made if there is none. Raises TableError for a file that is something else."""

    def __init__(self, path: Path, busy_seconds: float = 30.0) -> None:
        """busy_seconds: how long another program's writing is waited for."""
        self.path = path
        self._is_new = not path.exists()
        if not path.parent.is_dir():
            raise TableError(f"{path} cannot be written: there is no folder {path.parent}")
        try:
            self._connection = connection = sqlite3.connect(path, timeout=busy_seconds)
        except sqlite3.DatabaseError as error:
            raise TableError(f"{path} cannot be opened for writing: {error}") from error
        try:
            _refuse_foreign(connection, path)
            self._db = Database(connection)
            # pages stay in memory until the commit, so that a long import does not lock out those who ask
            connection.execute("PRAGMA cache_size = -262144")
            migrate(self._db)
            connection.execute("PRAGMA foreign_keys = ON")
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
        """All that is done inside is kept together, or undone together when something is raised.

        Raises BusyError when another program writes the table all the while.
        """
        try:
            if self._connection.in_transaction:
                with self._db.atomic():
                    yield
                return
            # who only begins to write after they have read is told at once that somebody else does, and never waits
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._connection.execute("COMMIT")
            except BaseException:
                self._connection.rollback()
                raise
        except sqlite3.DatabaseError as error:
            if getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_BUSY:
                raise BusyError(f"{self.path} is being written by another program; try again in a moment") from error
            raise TableError(f"{self.path} cannot be written: {error}") from error

    @property
    def connection(self) -> sqlite3.Connection:
        """For those of this package's classes that write tables of their own; inside `transaction`."""
        return self._connection

    def replace_pack(
        self,
        name: str,
        facts: Iterable[Fact],
        progress: Callable[[], None] = lambda: None,
        *,
        scope: int = SHARED,
        author: Author = AT_THE_TERMINAL,
    ) -> Changes:
        """Make the pack hold exactly these facts, in this order. All or nothing: whatever is raised, by `facts` too,
        leaves the table as it was. progress is called once a fact.

        A fact whose id and content are there already is left alone, in whatever pack it is; one with the same id and
        other content keeps its number. Raises TableError when an id belongs to another pack or comes twice.
        """
        with self.transaction():
            return PackWriter(self._connection, scope, name, author).write(facts, progress)

    @contextmanager
    def editing(self, scope: int = SHARED) -> Iterator[FactEditor]:
        """Changes of single facts of a scope, kept or undone together."""
        with self.transaction():
            yield FactEditor(self._connection, scope)

    def history(self, scope: int = SHARED) -> History:
        """The changes of a scope, to be read."""
        return History(self._connection, scope)

    def embed(self, embedder: Embeds, step: Callable[[], None] = lambda: None) -> int:
        """Make the vectors that are missing of this model, and drop those of others; how many were made."""
        with self.transaction():
            return write_vectors(self._connection, embedder, step)

    def remove_pack(self, name: str, *, scope: int = SHARED, author: Author = AT_THE_TERMINAL) -> int:
        """Remove a pack and its facts; how many there were. Raises TableError when there is no such pack."""
        query = "SELECT 1 FROM packs WHERE scope = ? AND name = ?"
        if self._connection.execute(query, (scope, name)).fetchone() is None:
            raise TableError(f'there is no pack "{name}" in {self.path}')
        with self.transaction():
            retired = self.replace_pack(name, (), scope=scope, author=author).retired
            self._connection.execute("DELETE FROM packs WHERE scope = ? AND name = ?", (scope, name))
        return retired

    def _bring_index_up_to_date(self) -> None:
        """Index every fact anew if the file is new or was indexed in another normal form."""
        if self._connection.execute("PRAGMA user_version").fetchone()[0] == FILE_VERSION:
            return
        with self._db.atomic():
            clear_index(self._connection)
            for (scope,) in self._connection.execute("SELECT DISTINCT scope FROM facts").fetchall():
                index = IndexWriter(self._connection, scope)
                for (number,) in self._connection.execute("SELECT number FROM facts WHERE scope = ?", (scope,)):
                    index.add(stored_in_index(self._connection, number))
                index.close()
            raise_version(self._connection)
            self._connection.execute(f"PRAGMA user_version = {FILE_VERSION}")


def _refuse_foreign(connection: sqlite3.Connection, path: Path) -> None:
    """Raise TableError for a file that holds something else than facts, or facts of a newer factbot."""
    found = connection.execute("PRAGMA application_id").fetchone()[0]
    tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if tables and found != APPLICATION_ID:
        raise TableError(f"{path} is not a fact table of factbot; it is left as it was")
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version > FILE_VERSION:
        raise TableError(f"{path} was written by a newer factbot (version {version}, here {FILE_VERSION})")
