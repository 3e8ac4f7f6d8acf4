"""The fact table as one question sees it: what the words of a scope's facts are worth, and where they stand."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any, Final

from bot.errors import TableError
from bot.facts import SHARED
from bot.store.candidates import CandidateFinder, Counts
from bot.store.stored_facts import marks
from bot.store.version import table_version

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bot.entries import Entry
    from bot.store.shelf import Shelf
    from bot.vectors import Vectors

WORDS_KEPT: Final = 65_536
BUCKETS_KEPT: Final = 256
VALUES_AT_ONCE: Final = 500


class Snapshot:
    """The facts of a scope on one thread's connection, and what is kept in memory of them while they do not change.

    A server sees the shared facts and its own. A fact of its own stands in the place of the shared one with its id, and
    shared facts that it hides are not there.
    """

    def __init__(self, shelf: Shelf, scope: int = SHARED) -> None:
        """shelf: what the thread's connection keeps of facts, whoever asks."""
        self._db = shelf.connection
        self._shelf = shelf
        self.scopes = (SHARED,) if scope == SHARED else (SHARED, scope)
        """Whose facts are seen."""
        self._written: int | None = None
        self._known: int | None = None
        self.version = object()
        """Another one after every change that was seen: what was worked out at one version holds until the next."""
        self._totals: dict[str, int] = {}

    def refresh(self) -> None:
        """Drop what is kept if facts were changed since. A file that was written may hold the same facts still."""
        written = self.one("PRAGMA data_version")[0]
        if written == self._written:
            return
        known = table_version(self._db)
        if known != self._known:
            self._known = known
            self._forget()
        self._written = written

    def _forget(self) -> None:
        totals = f"SELECT name, sum(value) FROM index_totals WHERE scope IN ({self._marks}) GROUP BY name"
        self._totals = {"facts": 0, "asked_facts": 0, "phrasings": 0, **dict(self.all(totals, self.scopes))}
        self.hidden = self._hidden_numbers()
        self._words: dict[str, Counts | None] = {}
        self._buckets: dict[str, list[str]] = {}
        self._shelf.clear(self._known)
        self._finder = CandidateFinder(self._db, self.scopes, self.counts, self.hidden)
        self.version = object()

    @property
    def _marks(self) -> str:
        return marks(self.scopes)

    def _hidden_numbers(self) -> frozenset[int]:
        """Shared facts that the scope hides, or has its own in place of."""
        query = """SELECT number FROM facts WHERE scope = ?1 AND id IN (
                       SELECT id FROM facts WHERE scope = ?2 UNION ALL SELECT id FROM hidden WHERE scope = ?2)"""
        *_, own = self.scopes
        return frozenset(row[0] for row in self.all(query, (SHARED, own))) if own != SHARED else frozenset()

    def totals(self) -> Mapping[str, int]:
        """How much the table holds: facts, asked_facts (those with a stored phrasing), phrasings."""
        return self._totals

    def frequencies(self, words: Iterable[str]) -> dict[str, int]:
        """For each of the words (stems) that the table knows, in how many facts it stands."""
        return {word: counts[0] for word, counts in self.counts(words).items()}

    def counts(self, words: Iterable[str]) -> dict[str, Counts]:
        """For each of the stems that the table knows: how many facts, phrasings and answers have it."""
        wanted = set(words)
        missing = [word for word in wanted if word not in self._words]
        if missing:
            if len(self._words) > WORDS_KEPT:
                self._words.clear()
                missing = list(wanted)
            for start in range(0, len(missing), VALUES_AT_ONCE):
                part = missing[start : start + VALUES_AT_ONCE]
                self._words.update(dict.fromkeys(part))
                query = f"""SELECT word, sum(facts), sum(in_questions), sum(in_answers) FROM index_words
                             WHERE scope IN ({self._marks}) AND word IN ({marks(part)}) GROUP BY word"""
                self._words.update({word: counts for word, *counts in self.all(query, (*self.scopes, *part))})
        known = self._words
        return {word: counts for word in wanted if (counts := known[word]) is not None}

    def spellings(self, bucket: str) -> list[str]:
        """The table's words in a spelling bucket (see index.py); [] where there are none."""
        if bucket not in self._buckets:
            if len(self._buckets) > BUCKETS_KEPT:
                self._buckets.clear()
            query = f"SELECT words FROM index_spellings WHERE scope IN ({self._marks}) AND bucket = ?"
            rows = self.all(query, (*self.scopes, bucket))
            self._buckets[bucket] = list(dict.fromkeys(word for (words,) in rows for word in words.split()))
        return self._buckets[bucket]

    def starting(self, prefix: str, limit: int) -> list[str]:
        """The commonest of the table's words (stems) that begin with the prefix."""
        query = f"""SELECT word FROM index_words WHERE scope IN ({self._marks}) AND word >= ? AND word < ?
                     GROUP BY word ORDER BY sum(facts) DESC, word LIMIT ?"""
        return [row[0] for row in self.all(query, (*self.scopes, prefix, prefix + "\U0010ffff", limit))]

    def vectors(self, model: str) -> tuple[Vectors, ...] | None:
        """The embeddings of a model, for each scope that has facts; None when the table does not have them all."""
        found = [self._shelf.vectors(model, scope) for scope in self.scopes]
        return None if None in found else tuple(vectors for vectors in found if vectors is not None and len(vectors))

    def candidates(self, weights: Mapping[str, float], limit: int) -> list[Entry]:
        """The facts whose words carry the most of the given weights (stem -> weight), at most `limit`, best first."""
        return self.entries(self._finder.find(weights, limit))

    def cursor(self, query: str, values: Iterable[Any] = ()) -> sqlite3.Cursor:
        """The rows of a query, one after the other. Raises TableError for a file that cannot be read."""
        try:
            return self._db.execute(query, tuple(values))
        except sqlite3.OperationalError as error:
            raise TableError(f"the fact table cannot be read just now: {error}") from error
        except sqlite3.DatabaseError as error:
            raise TableError(f"the fact table is damaged: {error}") from error

    def one(self, query: str, values: Iterable[Any] = ()) -> Any:
        """The first row of a query, None when there is none."""
        return self.cursor(query, values).fetchone()

    def all(self, query: str, values: Iterable[Any] = ()) -> list[Any]:
        """All rows of a query."""
        return self.cursor(query, values).fetchall()

    def entries(self, numbers: list[int]) -> list[Entry]:
        """The facts with these numbers as the index sees them, in the order given; one that is gone is missing."""
        return self._shelf.entries(numbers)
