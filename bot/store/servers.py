"""The servers: what each settled, and when it was left."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from bot.facts import SHARED
from bot.servers import ServerSettings
from bot.store.history import now
from bot.store.version import raise_version

if TYPE_CHECKING:
    import sqlite3

OF_A_SERVER = (
    *("hidden", "history", "index_words", "index_spelt", "index_spellings", "index_places", "index_totals"),
    *("proposals", "gap_questions", "gap_counts", "outbox", "labelled", "receipts", "tallies", "clocks"),
    *("drafts", "posts"),
)
"""Tables with rows of single servers, beside facts and packs."""


def settings_of(connection: sqlite3.Connection, scope: int) -> ServerSettings:
    """What the server settled; the defaults where it settled nothing."""
    row = connection.execute("SELECT settings FROM servers WHERE scope = ?", (scope,)).fetchone()
    return ServerSettings.from_json(json.loads(row[0])) if row else ServerSettings()


def settle(connection: sqlite3.Connection, scope: int, settings: ServerSettings) -> None:
    """Keep a server's settings."""
    connection.execute(
        "INSERT INTO servers (scope, settings) VALUES (?, ?) ON CONFLICT DO UPDATE SET settings = excluded.settings",
        (scope, json.dumps(settings.to_json(), ensure_ascii=False)),
    )


def note_left(connection: sqlite3.Connection, scope: int) -> None:
    """The bot is in the server no more: from now on its grace time runs."""
    connection.execute(
        "INSERT INTO servers (scope, left_at) VALUES (?, ?)"
        " ON CONFLICT DO UPDATE SET left_at = excluded.left_at WHERE left_at = ''",
        (scope, now()),
    )


def note_joined(connection: sqlite3.Connection, scope: int) -> None:
    """The bot is in the server: what is kept of it stays."""
    connection.execute("UPDATE servers SET left_at = '' WHERE scope = ? AND left_at <> ''", (scope,))


def present(connection: sqlite3.Connection) -> list[int]:
    """The servers that settled something and were not left."""
    return [row[0] for row in connection.execute("SELECT scope FROM servers WHERE left_at = '' ORDER BY scope")]


def known(connection: sqlite3.Connection) -> set[int]:
    """The servers that anything is kept of."""
    tables = ("servers", "packs", *(table for table in OF_A_SERVER if not table.startswith("index_")))
    query = " UNION ".join(f"SELECT scope FROM {table}" for table in tables)
    return {row[0] for row in connection.execute(query)} - {SHARED}


def left_for(connection: sqlite3.Connection, days: int) -> list[int]:
    """The servers that were left at least so many days ago."""
    latest = (datetime.now(UTC) - timedelta(days=days)).isoformat(timespec="seconds")
    query = "SELECT scope FROM servers WHERE left_at <> '' AND left_at <= ?"
    return [row[0] for row in connection.execute(query, (latest,))]


def remove_server(connection: sqlite3.Connection, scope: int) -> None:
    """Remove all that is kept of a server that was left. The caller's transaction."""
    connection.execute(
        "DELETE FROM index_vectors WHERE kind = 'a' AND number IN (SELECT number FROM facts WHERE scope = ?)", (scope,)
    )
    connection.execute(
        """DELETE FROM index_vectors WHERE kind = 'q' AND number IN (
             SELECT phrasings.number FROM phrasings JOIN facts ON facts.number = phrasings.fact WHERE scope = ?)""",
        (scope,),
    )
    connection.execute("DELETE FROM phrasings WHERE fact IN (SELECT number FROM facts WHERE scope = ?)", (scope,))
    for table in ("facts", "packs", *OF_A_SERVER, "servers"):
        connection.execute(f"DELETE FROM {table} WHERE scope = ?", (scope,))
    connection.execute("DELETE FROM sources WHERE number NOT IN (SELECT source FROM facts)")
    raise_version(connection)
