"""Opens a file for asking, once it is known to be a fact table of this version."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Final

from bot.errors import TableError
from bot.store.version import APPLICATION_ID, FILE_VERSION

if TYPE_CHECKING:
    from pathlib import Path

BUSY_SECONDS: Final = 5.0
_HALF_WRITTEN: Final = frozenset({"SQLITE_READONLY_ROLLBACK", "SQLITE_READONLY_RECOVERY"})
"""What SQLite calls a file whose writer was killed, for somebody who may only read."""


def open_read_only(path: Path) -> sqlite3.Connection:
    """A connection that can write nothing, to a file that is known to be a fact table of this version."""
    if not path.is_file():
        raise TableError(f"there is no fact table at {path}; `factbot import FILE --db {path}` makes one")
    try:
        return _opened(path)
    except sqlite3.DatabaseError as error:
        if getattr(error, "sqlite_errorname", "") not in _HALF_WRITTEN:
            raise TableError(f"{path} cannot be read as a fact table: {error}") from error
    try:
        _undo_half_written(path)
        return _opened(path)
    except sqlite3.DatabaseError as error:
        raise TableError(f"{path} cannot be read as a fact table: {error}") from error


def _opened(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(
        f"{path.resolve().as_uri()}?mode=ro", uri=True, check_same_thread=False, timeout=BUSY_SECONDS
    )
    try:
        _refuse_other(connection, path)
    except (sqlite3.DatabaseError, TableError):
        connection.close()
        raise
    return connection


def _undo_half_written(path: Path) -> None:
    """Takes back what a program was writing when it was killed: SQLite does so for whoever may write, and nobody may
    read before."""
    with closing(sqlite3.connect(path, timeout=BUSY_SECONDS)) as connection:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()


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
