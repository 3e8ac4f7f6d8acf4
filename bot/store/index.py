"""The word index of a fact table: how it is laid out, and how it is kept in step with the facts.

A place is where a word stands: the number of a phrasing (kind "q"), or of a fact whose answer or topic has it ("a").
The places of a word are kept as ascending lists of 16-bit offsets, one list for each 65,536 numbers (a chunk), so
that reading a word is one range read and the lists of a million facts take two bytes a place. Numbers are never
used twice, so a list grows only at its end.

Every scope has an index of its own, so that nothing of a server's words is met from another server.

Misspelt words are looked up among the words of the table, as they are spelt there. They lie in buckets named by their
first letter and length ("<b7") and by their last letter and length (">n7").
"""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Final, NamedTuple

from bot import text

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection

    from bot.store.fact_words import FactWords

CHUNK_BITS: Final = 16
QUESTION: Final = "q"
ANSWER: Final = "a"
FLUSH_AT: Final = 4_000_000
"""Places held in memory before they are written, about 100 MB."""

Places = defaultdict[str, "array[int]"]
"""For each word, the offsets in one chunk."""

_NONE: Final = array("H")


def buckets(word: str) -> tuple[str, str]:
    """The two buckets that a word lies in."""
    return f"<{word[0]}{len(word)}", f">{word[-1]}{len(word)}"


def is_spelt(word: str) -> bool:
    """Whether a word can be misspelt: three letters or more, no digits, of a script with spaces."""
    return len(word) >= 3 and word.isalpha() and not text.is_unspaced(word)


def clear_index(connection: sqlite3.Connection) -> None:
    """Empty the index, embeddings apart."""
    for table in ("words", "spelt", "spellings", "places", "totals"):
        connection.execute(f"DELETE FROM index_{table}")


class IndexedFact(NamedTuple):
    """What the index takes of a fact. phrasings: the number of each, in the order of the words' questions."""

    number: int
    phrasings: tuple[int, ...]
    words: FactWords


class IndexWriter:
    """Takes facts in and out of the index of a scope. `close` writes what is pending; all inside the caller's
    transaction."""

    def __init__(self, connection: sqlite3.Connection, scope: int) -> None:
        self._db = connection
        self._scope = scope
        self._added: defaultdict[tuple[str, int], Places] = defaultdict(lambda: defaultdict(lambda: array("H")))
        self._removed: defaultdict[tuple[str, int], Places] = defaultdict(lambda: defaultdict(lambda: array("H")))
        self._pending = 0
        self._facts: Counter[str] = Counter()
        self._spelt: Counter[str] = Counter()
        self._counts: dict[str, Counter[str]] = {QUESTION: Counter(), ANSWER: Counter()}
        self._totals: Counter[str] = Counter()

    def add(self, fact: IndexedFact) -> None:
        """Index a new fact, or one that was removed. Its phrasings have numbers greater than any before."""
        self._count(fact, 1)

    def remove(self, fact: IndexedFact) -> None:
        """Take a fact out of the index, given as it was put in."""
        self._count(fact, -1)

    def close(self) -> None:
        """Write all that is pending."""
        self._flush()
        self._write_words()
        self._write_spellings()
        self._db.executemany(
            "INSERT INTO index_totals VALUES (?, ?, ?)"
            " ON CONFLICT (scope, name) DO UPDATE SET value = value + excluded.value",
            [(self._scope, name, value) for name, value in self._totals.items()],
        )

    def _count(self, fact: IndexedFact, sign: int) -> None:
        """Count a fact's words in (1) or out (-1)."""
        words = set(fact.words.answer.split())
        self._place(ANSWER, fact.number, words, sign)
        for number, question in zip(fact.phrasings, fact.words.questions, strict=True):
            stems = question.split()
            self._place(QUESTION, number, stems, sign)
            words.update(stems)
        spelt = fact.words.spelt.split()
        if sign > 0:
            self._facts.update(words)
            self._spelt.update(spelt)
        else:
            self._facts.subtract(words)
            self._spelt.subtract(spelt)
        self._totals["facts"] += sign
        self._totals["phrasings"] += sign * len(fact.phrasings)
        if fact.phrasings:
            self._totals["asked_facts"] += sign
        if self._pending >= FLUSH_AT:
            self._flush()

    def _place(self, kind: str, number: int, words: Collection[str], sign: int) -> None:
        chunk, offset = number >> CHUNK_BITS, number & ((1 << CHUNK_BITS) - 1)
        places = (self._added if sign > 0 else self._removed)[kind, chunk]
        for word in words:
            places[word].append(offset)
        self._pending += len(words)

    def _flush(self) -> None:
        """Merge the pending places into their lists, and count them."""
        for kind, chunk in sorted(self._added.keys() | self._removed.keys()):
            added, removed = self._added[kind, chunk], self._removed[kind, chunk]
            for word in sorted(added.keys() | removed.keys()):
                self._merge(kind, word, chunk, added.get(word, _NONE), removed.get(word, _NONE))
        self._added.clear()
        self._removed.clear()
        self._pending = 0

    def _merge(self, kind: str, word: str, chunk: int, come: array[int], gone: array[int]) -> None:
        key = (self._scope, kind, word, chunk)
        members = array("H")
        here = "scope = ? AND kind = ? AND word = ? AND chunk = ?"
        get = f"SELECT members FROM index_places WHERE {here}"
        if (row := self._db.execute(get, key).fetchone()) is not None:
            members.frombytes(row[0])
        if gone:
            left = set(gone)
            members = array("H", [member for member in members if member not in left])
        if come:
            in_order = not members or members[-1] < come[0]
            members.extend(come)
            if not in_order:  # a fact that was changed keeps its number
                members = array("H", sorted(members))
        if members:
            self._db.execute("INSERT OR REPLACE INTO index_places VALUES (?, ?, ?, ?, ?)", (*key, members.tobytes()))
        else:
            self._db.execute(f"DELETE FROM index_places WHERE {here}", key)
        self._counts[kind][word] += len(come) - len(gone)

    def _write_words(self) -> None:
        """Bring the counts of the stems up to date."""
        changes = [
            (self._scope, word, change, self._counts[QUESTION][word], self._counts[ANSWER][word])
            for word, change in sorted(self._facts.items())
        ]
        self._db.executemany(
            "INSERT INTO index_words VALUES (?, ?, ?, ?, ?) ON CONFLICT (scope, word) DO UPDATE SET"
            " facts = facts + excluded.facts, in_questions = in_questions + excluded.in_questions,"
            " in_answers = in_answers + excluded.in_answers",
            changes,
        )
        self._db.executemany(
            "DELETE FROM index_words WHERE scope = ? AND word = ? AND facts = 0",
            [(scope, word) for scope, word, *change in changes if min(change) < 0],
        )

    def _write_spellings(self) -> None:
        """Bring the buckets up to date with the words that came or went."""
        scope = self._scope
        come: defaultdict[str, list[str]] = defaultdict(list)
        gone: defaultdict[str, set[str]] = defaultdict(set)
        known = "SELECT facts FROM index_spelt WHERE scope = ? AND word = ?"
        for word, change in sorted(self._spelt.items()):
            if not change or not is_spelt(word):
                continue
            row = self._db.execute(known, (scope, word)).fetchone()
            before = row[0] if row else 0
            if before + change == 0:
                self._db.execute("DELETE FROM index_spelt WHERE scope = ? AND word = ?", (scope, word))
            else:
                self._db.execute("INSERT OR REPLACE INTO index_spelt VALUES (?, ?, ?)", (scope, word, before + change))
            if (before == 0) != (before + change == 0):
                for bucket in buckets(word):
                    (gone[bucket].add if before else come[bucket].append)(word)
        kept = "SELECT words FROM index_spellings WHERE scope = ? AND bucket = ?"
        for bucket in sorted(come.keys() | gone.keys()):
            row = self._db.execute(kept, (scope, bucket)).fetchone()
            words = [word for word in (row[0].split() if row else ()) if word not in gone[bucket]] + come[bucket]
            self._db.execute(
                "INSERT OR REPLACE INTO index_spellings VALUES (?, ?, ?)", (scope, bucket, " ".join(words))
            )
