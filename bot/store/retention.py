"""What is kept for a time only, and goes when the time is over."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from bot.servers import ServerSettings
from bot.store.people import People
from bot.store.servers import left_for, remove_server, settings_of

if TYPE_CHECKING:
    import sqlite3

GRACE_DAYS: Final = 30
"""Days that a server's data stay after the bot was taken off it."""
WAITING_DAYS: Final = 180
"""Days that a question waits for the curators, and that a proposal that was decided can be looked up."""
DRAFT_DAYS: Final = 1
"""Days that a form stays which was filled in and not sent off."""

_SCOPES: Final = """SELECT scope FROM receipts UNION SELECT scope FROM gap_counts UNION SELECT scope FROM tallies
                     UNION SELECT scope FROM outbox"""


def sweep(connection: sqlite3.Connection) -> list[int]:
    """Remove what has been kept long enough, and the servers that were left; these. The caller's transaction."""
    gone = left_for(connection, GRACE_DAYS)
    for scope in gone:
        remove_server(connection, scope)
    for (scope,) in connection.execute(_SCOPES).fetchall():
        settings = settings_of(connection, scope)
        days = settings.retention_days or ServerSettings().retention_days
        earliest = _days_ago(days)
        connection.execute("DELETE FROM receipts WHERE scope = ? AND at < ?", (scope, earliest))
        connection.execute("DELETE FROM outbox WHERE scope = ? AND at < ?", (scope, earliest))
        connection.execute("DELETE FROM gap_counts WHERE scope = ? AND day < ?", (scope, earliest[:10]))
        connection.execute("DELETE FROM tallies WHERE scope = ? AND day < ?", (scope, earliest[:10]))
    connection.execute("DELETE FROM gap_questions WHERE at < ?", (_days_ago(WAITING_DAYS),))
    connection.execute("DELETE FROM proposals WHERE state <> 'open' AND decided_at < ?", (_days_ago(WAITING_DAYS),))
    connection.execute("DELETE FROM drafts WHERE at < ?", (_days_ago(DRAFT_DAYS),))
    People(connection).drop_unnamed()
    return gone


def _days_ago(days: int) -> str:
    return (datetime.now(UTC) - timedelta(days=days)).isoformat(timespec="seconds")
