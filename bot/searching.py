"""From a question's text to the facts worth comparing with it: by its words, and by its meaning where that is on."""

from __future__ import annotations

import math
import threading
from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bot.facts import SHARED
from bot.matching.meaning import Meaning
from bot.matching.question import Reader
from bot.text import is_unspaced, tokens

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.embedding import Embedder
    from bot.entries import Entry
    from bot.lexicon import Lexicon
    from bot.matching.question import Question
    from bot.store.reading import FactTable
    from bot.store.snapshot import Snapshot

CANDIDATES: Final = 16
"""Facts that are compared with a question because of their words."""
CANDIDATES_A_DECADE: Final = 4
"""The same for each decimal place of how many facts there are, where that is more: more of them are alike then."""
CANDIDATES_OF_PASSAGES: Final = 28
"""The same in a table that has passages, whose words alone tell less."""
READERS_KEPT: Final = 64
"""Scopes whose words' weights each thread remembers."""


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
        self.table = table
        self.lexicon = lexicon
        self._embedder = embedder
        self._local = threading.local()

    def search(self, asked: str, scope: int = SHARED, *, unfinished: bool = False) -> Search:
        """The candidates that a scope sees for a question, or for the beginning of one that is still being typed."""
        table = self.table.snapshot(scope)
        question = self._reader(table).read(asked, unfinished=unfinished)
        entries = table.candidates(question.wanted(), _candidates(question.totals))
        meaning = None if unfinished else self._meaning(asked, question, table)
        if meaning is not None:
            found = table.hidden.union(entry.number for entry in entries)
            entries += table.entries([number for number in meaning.nearest() if number not in found])
        return Search(question, entries, meaning)

    def read(self, asked: str, scope: int = SHARED) -> Question:
        """The question taken apart, and nothing looked for."""
        return self._reader(self.table.snapshot(scope)).read(asked)

    def _reader(self, table: Snapshot) -> Reader:
        """The reader of this thread and scope, which remembers what words weigh until the table changes."""
        if not hasattr(self._local, "readers"):
            self._local.readers = OrderedDict()
        readers: OrderedDict[tuple[int, ...], tuple[object, Reader]] = self._local.readers
        version, reader = readers.get(table.scopes, (None, None))
        if reader is None or version is not table.version:
            reader = Reader(table, self.lexicon)
            readers[table.scopes] = table.version, reader
            if len(readers) > READERS_KEPT:
                readers.popitem(last=False)
        readers.move_to_end(table.scopes)
        return reader

    def _meaning(self, asked: str, question: Question, table: Snapshot) -> Meaning | None:
        if self._embedder is None or not question.terms:
            return None
        if not self._embedder.is_multilingual and any(map(is_unspaced, tokens(asked))):
            return None
        vectors = table.vectors(self._embedder.name)
        return Meaning(asked, question, self._embedder, vectors) if vectors else None


def _candidates(totals: Mapping[str, int]) -> int:
    """How many facts of a table are compared with a question."""
    if totals["asked_facts"] < totals["facts"]:
        return CANDIDATES_OF_PASSAGES
    return max(CANDIDATES, round(CANDIDATES_A_DECADE * math.log10(max(1, totals["facts"]))))
