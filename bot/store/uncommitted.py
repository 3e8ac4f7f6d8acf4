"""The fact table as it would be: a change that is not committed yet can be asked about, and then undone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.store.reading import FactTable

if TYPE_CHECKING:
    import sqlite3

    from bot.store.writing import FactStore


class UncommittedTable(FactTable):
    """Reads with the writer's own connection, inside its transaction, on its thread.

    What is kept in memory holds until the next change, so after each change another one is made. Closing it leaves the
    writer's connection open.
    """

    def __init__(self, store: FactStore) -> None:
        self._store = store
        super().__init__(store.path)

    def close(self) -> None:
        """Nothing is this table's own."""

    def _connect(self) -> sqlite3.Connection:
        return self._store.connection

    def _file(self) -> None:
        """The writer's file, whatever has its name now."""
