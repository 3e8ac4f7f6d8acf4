"""Finds the few facts worth comparing with a question, among a million, from the lists of index.py.

1. The lists of the rarest words are read whole until `BUDGET` places are gathered; each place collects the weight of
   its word. The first list is always read.
2. The best `KEPT` places then collect the weights of the remaining, frequent words, by binary search in their lists.
   So a common word never makes a question read the table.
3. The phrasings found bring their facts, each as good as its best phrasing after a correction for length.

The same is done with the words of answers, for passages and for questions that no phrasing is like.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import numpy as np

from bot.store.index import ANSWER, CHUNK_BITS, QUESTION

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Mapping

    from numpy.typing import NDArray

    Numbers = NDArray[np.int64]
    Weights = NDArray[np.float32]
    Totals = NDArray[np.float64]

BUDGET: Final = {QUESTION: 100_000, ANSWER: 50_000}
FREQUENT_WORDS: Final = 8
KEPT: Final = 150
LENGTH_PENALTY: Final = 0.035
"""How much a phrasing's score falls with the square root of its length in characters."""
ANSWER_SHARE: Final = 0.7
"""What a word in an answer is worth beside the same word in a phrasing."""

_NOWHERE: Final = (np.empty(0, np.int64), np.empty(0, np.float64))

Counts = Sequence[int]
"""How many facts, phrasings and answers have a stem."""


class CandidateFinder:
    """Finds candidates on one connection.

    scopes: whose facts are looked at. counts: (facts, in_questions, in_answers) of the stems that are known there.
    hidden: numbers of facts that are passed over.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        scopes: Sequence[int],
        counts: Callable[[Iterable[str]], Mapping[str, Counts]],
        hidden: frozenset[int],
    ) -> None:
        self._db = connection
        self._scopes = scopes
        self._counts = counts
        self._hidden = hidden
        self._sums: dict[str, Weights] = {}

    def find(self, weights: Mapping[str, float], limit: int, without: int = -1) -> list[int]:
        """Numbers of the facts whose words carry the most weight, best first, at most `limit`.

        without: the number of a phrasing that shall count for nothing.
        """
        asked, asked_scores = self._by_phrasing(weights, without)
        told, totals = self._places(ANSWER, weights)
        facts = np.concatenate([asked, told])
        scores = np.concatenate([asked_scores, ANSWER_SHARE * totals])
        found: dict[int, None] = {}
        for fact in facts[np.lexsort((facts, -scores))].tolist():
            if fact not in self._hidden:
                found[fact] = None
                if len(found) == limit:
                    break
        return list(found)

    def _by_phrasing(self, weights: Mapping[str, float], without: int) -> tuple[Numbers, Totals]:
        """The facts of the phrasings that carry the most weight, and how good each phrasing is."""
        numbers, totals = self._places(QUESTION, weights)
        marks = ",".join("?" * len(numbers))
        query = f"SELECT number, fact, length(question) FROM phrasings WHERE number IN ({marks}) AND number <> ?"
        rows = self._db.execute(query, (*numbers.tolist(), without)).fetchall()
        phrasings, facts, lengths = np.array(rows, np.int64).reshape(-1, 3).T
        return facts, totals[np.searchsorted(numbers, phrasings)] / (1.0 + LENGTH_PENALTY * np.sqrt(lengths))

    def _places(self, kind: str, weights: Mapping[str, float]) -> tuple[Numbers, Totals]:
        """The places that carry the most weight, ascending, at most KEPT, and the weight of each."""
        column = 1 if kind == QUESTION else 2
        known = sorted((counts[column], word) for word, counts in self._counts(weights).items() if counts[column] > 0)
        rare: list[str] = []
        read = 0
        while known and (not rare or read + known[0][0] <= BUDGET[kind]):
            count, word = known.pop(0)
            read += count
            rare.append(word)
        if not rare:
            return _NOWHERE
        touched, worth = self._gather(kind, rare, weights)
        if not touched.size:  # a writer took the words away since they were counted
            return _NOWHERE
        sums = self._room(kind, int(touched.max()) + 1)
        np.add.at(sums, touched, worth)
        best = touched
        if len(touched) > 4 * KEPT:
            best = touched[_greatest(sums[touched], 4 * KEPT)]
        best = np.sort(best)
        best = best[np.append(True, best[1:] != best[:-1])]
        totals = sums[best].astype(np.float64)
        sums[touched] = 0.0
        frequent = [word for _, word in known[:FREQUENT_WORDS]]
        if frequent:
            for word, chunk, members in self._lists(kind, frequent):
                self._add_where_present(best, totals, chunk, members, weights[word])
        if len(best) > KEPT:
            chosen = np.sort(_greatest(totals, KEPT))
            best, totals = best[chosen], totals[chosen]
        return best, totals

    def _gather(self, kind: str, words: list[str], weights: Mapping[str, float]) -> tuple[Numbers, Weights]:
        """Every place of the words, and the weight of the word that stands there."""
        lists = self._lists(kind, words)
        sizes = np.array([len(members) // 2 for _, _, members in lists], np.int64)
        offsets = np.frombuffer(b"".join(members for _, _, members in lists), np.uint16).astype(np.int64)
        starts = np.array([chunk << CHUNK_BITS for _, chunk, _ in lists], np.int64)
        worth = np.array([weights[word] for word, _, _ in lists], np.float32)
        return offsets + np.repeat(starts, sizes), np.repeat(worth, sizes)

    @staticmethod
    def _add_where_present(numbers: Numbers, totals: Totals, chunk: int, members: bytes, weight: float) -> None:
        """Add the weight to the total of each of the ascending numbers that is a member of the chunk."""
        start, end = np.searchsorted(numbers, [chunk << CHUNK_BITS, (chunk + 1) << CHUNK_BITS])
        if start == end:
            return
        offsets = np.frombuffer(members, np.uint16)
        wanted = (numbers[start:end] & ((1 << CHUNK_BITS) - 1)).astype(np.uint16)
        at = np.minimum(np.searchsorted(offsets, wanted), len(offsets) - 1)
        totals[start:end] += weight * (offsets[at] == wanted)

    def _lists(self, kind: str, words: list[str]) -> list[tuple[str, int, bytes]]:
        scopes, marks = ",".join("?" * len(self._scopes)), ",".join("?" * len(words))
        query = f"""SELECT word, chunk, members FROM index_places
                     WHERE scope IN ({scopes}) AND kind = ? AND word IN ({marks})"""
        return self._db.execute(query, (*self._scopes, kind, *words)).fetchall()

    def _room(self, kind: str, size: int) -> Weights:
        """The sums of a kind, all zero between questions, grown to at least `size` places."""
        sums = self._sums.get(kind)
        if sums is None or len(sums) < size:
            grown = np.zeros(max(size, 1 << CHUNK_BITS) * 5 // 4, np.float32)
            if sums is not None:
                grown[: len(sums)] = sums
            sums = self._sums[kind] = grown
        return sums


def _greatest(values: Weights | Totals, count: int) -> NDArray[np.intp]:
    """Where the `count` greatest values stand, in no order.

    Most places have little beside the best one, and leaving those out first costs a fraction of ordering them too.
    """
    likely = np.flatnonzero(values >= values.max() / 4)
    if len(likely) < count:
        return np.argpartition(values, -count)[-count:]
    return likely[np.argpartition(values[likely], -count)[-count:]]
