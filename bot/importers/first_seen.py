"""Where in a document something stood first, remembered on disk so that the document may be of any length."""

from __future__ import annotations

import hashlib
import sqlite3
from types import TracebackType
from typing import NamedTuple, Self


class Sighting(NamedTuple):
    """The line where a key was seen, and a word kept with it."""

    line: int
    note: str


class FirstSeen:
    """Keys and their first lines. A context manager: what it remembers ends with it."""

    def __init__(self) -> None:
        # The empty name is SQLite's private temporary table: in memory while small, a nameless file when large.
        # Readers are generators, and a generator may be drained in another thread than the one that made it.
        self._table = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        self._table.execute("PRAGMA journal_mode = OFF")
        self._table.execute("PRAGMA cache_size = -16384")
        self._table.execute("CREATE TABLE seen (key BLOB PRIMARY KEY, line INTEGER, note TEXT) WITHOUT ROWID")
        self._table.execute("BEGIN")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._table.close()

    def earlier(self, key: str, line: int, note: str = "") -> Sighting | None:
        """Where the key was first seen, or None: then this line is the first, and remembered."""
        name = hashlib.blake2s(key.encode("utf-8"), digest_size=16).digest()
        if self._table.execute("INSERT OR IGNORE INTO seen VALUES (?, ?, ?)", (name, line, note)).rowcount:
            return None
        return Sighting(*self._table.execute("SELECT line, note FROM seen WHERE key = ?", (name,)).fetchone())
