"""From a question's text to the facts worth comparing with it: by its words, and by its meaning where that is on."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bot.matching.meaning import Meaning
from bot.matching.question import Reader
from bot.text import is_unspaced, tokens

if TYPE_CHECKING:
    from bot.embedding import Embedder
    from bot.entries import Entry
    from bot.lexicon import Lexicon
    from bot.matching.question import Question
    from bot.store.reading import FactTable, Snapshot

CANDIDATES: Final = 30
"""Facts that are compared with a question because of their words."""


@dataclass(frozen=True, slots=True)
class Search:
    """What a question met. meaning: None where embeddings are off, or are of no use for this question."""

    question: Question
    entries: list[Entry]
    meaning: Meaning | None


class Searcher:
    """Searches one fact table. Any thread may ask.

    embedder: the model that the table's embeddings are of; None to go by words alone.
    """

    def __init__(self, table: FactTable, lexicon: Lexicon, embedder: Embedder | None = None) -> None:
        self._table = table
        self._lexicon = lexicon
        self._embedder = embedder
        self._local = threading.local()

    def search(self, asked: str, *, unfinished: bool = False) -> Search:
        """The candidates for a question, or for the beginning of one that is still being typed."""
        table = self._table.snapshot()
        question = self._reader(table).read(asked, unfinished=unfinished)
        entries = table.candidates(question.wanted(), CANDIDATES)
        meaning = None if unfinished else self._meaning(asked, question, table)
        if meaning is not None:
            found = {entry.number for entry in entries}
            entries += table.entries([number for number in meaning.nearest() if number not in found])
        return Search(question, entries, meaning)

    def read(self, asked: str) -> Question:
        """The question taken apart, and nothing looked for."""
        return self._reader(self._table.snapshot()).read(asked)

    def _reader(self, table: Snapshot) -> Reader:
        """The reader of this thread, which remembers what words weigh until the table changes."""
        if getattr(self._local, "version", None) is not table.version:
            self._local.reader = Reader(table, self._lexicon)
            self._local.version = table.version
        reader: Reader = self._local.reader
        return reader

    def _meaning(self, asked: str, question: Question, table: Snapshot) -> Meaning | None:
        if self._embedder is None or not question.terms:
            return None
        if not self._embedder.is_multilingual and any(map(is_unspaced, tokens(asked))):
            return None
        vectors = table.vectors(self._embedder.name)
        return None if vectors is None else Meaning(asked, question, self._embedder, vectors)
