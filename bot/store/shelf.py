"""What one connection keeps in memory of facts, whichever server asks: as the index sees them, and their embeddings."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, Final

from bot import text
from bot.entries import Entry, Row, Unit
from bot.store.stored_facts import marks
from bot.store.vectors import read_vectors

if TYPE_CHECKING:
    import sqlite3

    from bot.vectors import Vectors

ENTRIES_KEPT: Final = 4096


class Shelf:
    """Entries and vectors, read when they are first asked for, dropped when the facts change."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self._version: int | None = None
        self._entries: OrderedDict[int, Entry] = OrderedDict()
        self._vectors: dict[tuple[str, int], Vectors | None] = {}

    def clear(self, version: int | None) -> None:
        """Drop what is kept, unless it is of this version of the table."""
        if version != self._version:
            self._entries.clear()
            self._vectors.clear()
            self._version = version

    def vectors(self, model: str, scope: int) -> Vectors | None:
        """The embeddings of a scope's own facts; None when it does not have them all."""
        if (model, scope) not in self._vectors:
            self._vectors[model, scope] = read_vectors(self.connection, model, scope)
        return self._vectors[model, scope]

    def entries(self, numbers: list[int]) -> list[Entry]:
        """The facts with these numbers, in the order given; one that is gone is missing."""
        found = {number: self._entries[number] for number in numbers if number in self._entries}
        missing = [number for number in numbers if number not in found]
        if missing:
            found |= self._read(missing)
        return [found[number] for number in numbers if number in found]

    def _read(self, numbers: list[int]) -> dict[int, Entry]:
        execute, wanted = self.connection.execute, marks(numbers)
        rows: dict[int, list[Row]] = {number: [] for number in numbers}
        query = f"SELECT fact, question FROM phrasings WHERE fact IN ({wanted}) ORDER BY fact, position"
        for fact, question in execute(query, numbers):
            rows[fact].append(Row(text.stems_of(question)))
        near = self._near([number for number in numbers if not rows[number]])
        found = {}
        query = f"SELECT number, answer, topic FROM facts WHERE number IN ({wanted})"
        for fact, answer, topic in execute(query, numbers):
            units = tuple([Unit(unit, stems) for unit in text.units(answer) if (stems := text.stems_of(unit))])
            topical = frozenset(text.stems_of(topic))
            found[fact] = Entry(fact, tuple(rows[fact]), units, topical, near.get(fact, frozenset()))
        self._entries |= found
        while len(self._entries) > ENTRIES_KEPT:
            self._entries.popitem(last=False)
        return found

    def _near(self, passages: list[int]) -> dict[int, frozenset[str]]:
        """For each passage, the stems of those right before and after it in its document."""
        if not passages:
            return {}
        query = f"""SELECT facts.number, near.answer FROM facts JOIN facts AS near
                        ON near.number IN (facts.number - 1, facts.number + 1)
                       AND near.pack = facts.pack AND near.source = facts.source
                       AND near.position IN (facts.position - 1, facts.position + 1)
                     WHERE facts.number IN ({marks(passages)})"""
        found: dict[int, frozenset[str]] = {}
        for passage, answer in self.connection.execute(query, passages):
            found[passage] = found.get(passage, frozenset()).union(text.stems_of(answer))
        return found
