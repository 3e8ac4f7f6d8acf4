"""The word index of a fact table: how it is laid out, and how it is kept in step with the facts.

A place is where a word stands: the number of a phrasing (kind "q") or of a fact whose answer has it (kind "a").
The places of a word are kept as ascending lists of 16-bit offsets, one list for each 65,536 numbers (a chunk), so
that reading a word is one range read and the lists of a million facts take two bytes a place. Numbers are never
used twice, so a list grows only at its end.

Misspelt words are looked up among the words of the table. They lie in buckets named by their first letter and
length ("<b7") and by their last letter and length (">n7").
"""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Final

from bot import text

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

CHUNK_BITS: Final = 16
QUESTION: Final = "q"
ANSWER: Final = "a"
FLUSH_AT: Final = 4_000_000
"""Places held in memory before they are written, about 100 MB."""


def buckets(word: str) -> tuple[str, str]:
    """The two buckets that a word lies in."""
    return f"<{word[0]}{len(word)}", f">{word[-1]}{len(word)}"


def is_spelt(word: str) -> bool:
    """Whether a word can be misspelt: three letters or more, no digits, of a script with spaces."""
    return len(word) >= 3 and word.isalpha() and not text.is_unspaced(word)


def phrasing_stems(question: str) -> str:
    """A phrasing as the index keeps it: stems in order, joined by spaces."""
    return " ".join(text.stems(text.tokens(question)))


def answer_stems(answer: str) -> str:
    """An answer as the index keeps it: a line of stems for each sentence that has any."""
    return "\n".join(filter(None, map(phrasing_stems, text.sentences(answer))))


class IndexWriter:
    """Takes facts in and out of the index. `close` writes what is pending; all inside the caller's transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection
        self._added: defaultdict[tuple[str, str, int], array[int]] = defaultdict(lambda: array("H"))
        self._removed: defaultdict[tuple[str, str, int], set[int]] = defaultdict(set)
        self._pending = 0
        self._facts: Counter[str] = Counter()
        self._counts: dict[str, Counter[str]] = {QUESTION: Counter(), ANSWER: Counter()}
        self._totals: Counter[str] = Counter()

    def add(self, fact: int, topic: str, answer: str, phrasings: list[tuple[int, str]]) -> None:
        """Index a new fact. phrasings: (number, question); numbers greater than any before."""
        rows = [(number, phrasing_stems(question)) for number, question in phrasings]
        answered, topic = answer_stems(answer), phrasing_stems(topic)
        self._db.executemany("INSERT INTO index_phrasings VALUES (?, ?, ?)", [(n, fact, stems) for n, stems in rows])
        self._db.execute("INSERT INTO index_answers VALUES (?, ?, ?)", (fact, answered, topic))
        self._count(fact, topic, answered, rows, 1)

    def remove(self, fact: int) -> None:
        """Take a fact out of the index."""
        query = "SELECT phrasing, stems FROM index_phrasings WHERE fact = ?"
        rows = self._db.execute(query, (fact,)).fetchall()
        query = "SELECT stems, topic FROM index_answers WHERE fact = ?"
        answered, topic = self._db.execute(query, (fact,)).fetchone()
        self._db.execute("DELETE FROM index_phrasings WHERE fact = ?", (fact,))
        self._db.execute("DELETE FROM index_answers WHERE fact = ?", (fact,))
        self._count(fact, topic, answered, rows, -1)

    def close(self) -> None:
        """Write all that is pending."""
        self._flush()
        self._write_words()
        self._db.executemany(
            "INSERT INTO index_totals VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = value + excluded.value",
            self._totals.items(),
        )

    def _count(self, fact: int, topic: str, answered: str, rows: Iterable[tuple[int, str]], sign: int) -> None:
        words = set(answered.split())
        self._place(ANSWER, fact, words, sign)
        words.update(topic.split())
        for number, stems in rows:
            asked = set(stems.split())
            self._place(QUESTION, number, asked, sign)
            words |= asked
            self._totals["phrasings"] += sign
        for word in words:
            self._facts[word] += sign
        self._totals["facts"] += sign
        if rows:
            self._totals["asked_facts"] += sign
        if self._pending >= FLUSH_AT:
            self._flush()

    def _place(self, kind: str, number: int, words: set[str], sign: int) -> None:
        chunk, offset = number >> CHUNK_BITS, number & ((1 << CHUNK_BITS) - 1)
        counts = self._counts[kind]
        for word in words:
            counts[word] += sign
            if sign > 0:
                self._added[kind, word, chunk].append(offset)
            else:
                self._removed[kind, word, chunk].add(offset)
        self._pending += len(words)

    def _flush(self) -> None:
        """Merge the pending places into their lists."""
        get = "SELECT members FROM index_places WHERE kind = ? AND word = ? AND chunk = ?"
        put = "INSERT OR REPLACE INTO index_places VALUES (?, ?, ?, ?)"
        for key in sorted(self._added.keys() | self._removed.keys()):
            members = array("H")
            if (row := self._db.execute(get, key).fetchone()) is not None:
                members.frombytes(row[0])
            if (gone := self._removed.get(key)) is not None:
                members = array("H", [member for member in members if member not in gone])
            if (come := self._added.get(key)) is not None:
                in_order = not members or members[-1] < come[0]
                members.extend(come)
                if not in_order:  # a fact that was changed keeps its number
                    members = array("H", sorted(members))
            if members:
                self._db.execute(put, (*key, members.tobytes()))
            else:
                self._db.execute("DELETE FROM index_places WHERE kind = ? AND word = ? AND chunk = ?", key)
        self._added.clear()
        self._removed.clear()
        self._pending = 0

    def _write_words(self) -> None:
        """Bring the words' counts up to date, and the spelling buckets with the words that came or went."""
        come: defaultdict[str, list[str]] = defaultdict(list)
        gone: defaultdict[str, set[str]] = defaultdict(set)
        for word, change in sorted(self._facts.items()):
            asked, answered = self._counts[QUESTION][word], self._counts[ANSWER][word]
            if not (change or asked or answered):
                continue
            row = self._db.execute("SELECT facts FROM index_words WHERE word = ?", (word,)).fetchone()
            before = row[0] if row else 0
            if before + change == 0:
                self._db.execute("DELETE FROM index_words WHERE word = ?", (word,))
            elif before == 0:
                self._db.execute("INSERT INTO index_words VALUES (?, ?, ?, ?)", (word, change, asked, answered))
            else:
                self._db.execute(
                    "UPDATE index_words SET facts = facts + ?, in_questions = in_questions + ?, "
                    "in_answers = in_answers + ? WHERE word = ?",
                    (change, asked, answered, word),
                )
            if is_spelt(word) and (before == 0) != (before + change == 0):
                for bucket in buckets(word):
                    (gone[bucket].add if before else come[bucket].append)(word)
        for bucket in sorted(come.keys() | gone.keys()):
            row = self._db.execute("SELECT words FROM index_spellings WHERE bucket = ?", (bucket,)).fetchone()
            words = [word for word in (row[0].split() if row else ()) if word not in gone[bucket]] + come[bucket]
            self._db.execute("INSERT OR REPLACE INTO index_spellings VALUES (?, ?)", (bucket, " ".join(words)))
