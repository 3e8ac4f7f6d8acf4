"""What all of curation stands on: the table, opened for writing and, beside that, for reading."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from bot.answering import Answerer
from bot.errors import TableError
from bot.store.reading import FactTable
from bot.store.servers import settings_of
from bot.store.uncommitted import UncommittedTable
from bot.store.version import table_version
from bot.store.writing import FactStore

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bot.lexicon import Lexicon
    from bot.servers import ServerSettings
    from bot.store.connection import Connection
    from bot.vectors import Embeds


class _UndoneError(Exception):
    """Ends a trial."""


class Ground:
    """One for a process; all of it on one thread.

    committed: answers from what is kept. It goes by words alone, as every trial does: a change that is only tried has
    no embeddings.
    """

    def __init__(
        self, path: Path, busy_seconds: float, lexicon: Lexicon | None = None, embedder: Embeds | None = None
    ) -> None:
        """Raises TableError for a file that cannot be written."""
        self._path = path
        self._busy_seconds = busy_seconds
        self._lexicon, self._embedder = lexicon, embedder
        self.store = self._opened()
        self._file = _file(path)
        self._is_open = True
        try:
            self.table = FactTable(path)
        except BaseException:
            self.store.close()
            raise
        self.committed = Answerer(self.table, lexicon=lexicon)

    def close(self) -> None:
        """Close the file; a change under way is undone. Closing it again does nothing."""
        if self._is_open:
            self._is_open = False
            self.table.close()
            self.store.close()

    @property
    def connection(self) -> Connection:
        """The writer's."""
        self._follow()
        return self.store.connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """All that is done inside is kept together, or nothing of it."""
        self._follow()
        with self.store.transaction():
            before = table_version(self.store.connection)
            yield self.store.connection
            # a fact without its embedding would switch off going by meaning for everybody
            if self._embedder is not None and table_version(self.store.connection) != before:
                self.store.embed(self._embedder)

    @contextmanager
    def trying(self) -> Iterator[Connection]:
        """All that is done inside is undone at the end, whatever happens."""
        self._follow()
        with suppress(_UndoneError), self.store.transaction():
            yield self.store.connection
            raise _UndoneError

    def uncommitted(self) -> Answerer:
        """Answers from the table as it stands inside `writing` or `trying`, until the next change."""
        return Answerer(UncommittedTable(self.store), lexicon=self._lexicon)

    def settings(self, scope: int) -> ServerSettings:
        """What the server settled."""
        return settings_of(self.store.connection, scope)

    def _opened(self) -> FactStore:
        store = FactStore(self._path, self._busy_seconds)
        # what people have deleted is overwritten in the file, not only let go of
        store.connection.execute("PRAGMA secure_delete = ON")
        return store

    def _follow(self) -> None:
        """Write to the file that has the table's name now: another one takes it when a tool saves beside it and
        renames, and what would be written to the old one would be lost. Raises TableError when there is none."""
        if self.store.connection.in_transaction or (file := _file(self._path)) == self._file:
            return
        if file is None:
            raise TableError(f"there is no fact table at {self._path} any more")
        opened = self._opened()
        self.store.close()
        self.store, self._file = opened, file


def _file(path: Path) -> tuple[int, int] | None:
    """Which file has a name; None while none has."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
