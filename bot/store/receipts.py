"""Receipts: which message of ours showed which fact, and of when; so that what is corrected can be noted on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.store.history import now, person_number, user_of

if TYPE_CHECKING:
    import sqlite3


@dataclass(frozen=True, slots=True)
class Receipt:
    """A message of ours.   handle: of a fact that it shows.   version: the table's when it was said.
    asker: whom it answers.   at: when, UTC."""

    scope: int
    message: int
    channel: int
    handle: str
    version: int
    asker: int
    at: str = ""


class Receipts:
    """The receipts of one scope. Writing happens inside the caller's transaction."""

    def __init__(self, connection: sqlite3.Connection, scope: int) -> None:
        self._db = connection
        self._scope = scope

    def add(self, receipt: Receipt) -> None:
        """Keep it; the same message and fact once."""
        asker = person_number(self._db, receipt.asker)
        self._db.execute(
            "INSERT OR REPLACE INTO receipts VALUES (?, ?, ?, ?, ?, ?, ?)",
            (self._scope, receipt.message, receipt.channel, receipt.handle, receipt.version, asker, now()),
        )

    def of_message(self, message: int) -> list[Receipt]:
        """What a message showed."""
        return self._read("message = ?", message)

    def of_fact(self, handle: str) -> list[Receipt]:
        """The messages that showed a fact, the latest first."""
        return self._read("handle = ? ORDER BY at DESC, message DESC", handle)

    def _read(self, where: str, value: int | str) -> list[Receipt]:
        query = f"""SELECT scope, message, channel, handle, version, asker, user, at
                      FROM receipts LEFT JOIN people ON people.number = asker WHERE scope = ? AND {where}"""
        return [
            Receipt(scope, message, channel, handle, version, user_of(asker, user), at)
            for scope, message, channel, handle, version, asker, user, at in self._db.execute(
                query, (self._scope, value)
            )
        ]
