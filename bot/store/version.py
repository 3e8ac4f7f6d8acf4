"""How a factbot file is told from any other SQLite file, and an old one from a new one."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Final

from bot import text

if TYPE_CHECKING:
    from pathlib import Path

APPLICATION_ID: Final = 0x66616374
"""SQLite's application_id of every fact table: "fact" in ASCII."""

SCHEMA_VERSION: Final = 8
"""How many steps of schema.py there are."""

FILE_VERSION: Final = SCHEMA_VERSION * 1000 + text.FORM
"""SQLite's user_version: the schema, and the normal form that the index was made in."""


def table_version(connection: sqlite3.Connection) -> int:
    """How often the facts of a file were changed: the part of an answer's receipt that says of when it is."""
    row = connection.execute("SELECT value FROM state WHERE name = 'version'").fetchone()
    return int(row[0]) if row else 0


def raise_version(connection: sqlite3.Connection) -> None:
    """The facts were changed. Once in a transaction is enough."""
    connection.execute("INSERT INTO state VALUES ('version', 1) ON CONFLICT (name) DO UPDATE SET value = value + 1")


def is_older(path: Path) -> bool:
    """Whether a file is a fact table of an older program; no for what cannot be read as one."""
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            ours = connection.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID
            return bool(ours and connection.execute("PRAGMA user_version").fetchone()[0] < FILE_VERSION)
    except sqlite3.DatabaseError:
        return False
