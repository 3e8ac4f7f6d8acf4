"""Finds the few facts worth comparing with a question, among a million, from the lists of index.py.

1. The lists of the rarest words are read whole until `BUDGET` places are gathered; each place collects the weight of
   its word. The first list is always read.
2. The best `KEPT` places then collect the weights of the remaining, frequent words, by binary search in their lists.
   So a common word never makes a question read the table.
3. The phrasings found bring their facts, each as good as its best phrasing after a correction for length.

The same is done with the words of answers, for passages and for questions that no phrasing is like.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import numpy as np

from bot.store.index import ANSWER, CHUNK_BITS, QUESTION

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Mapping

BUDGET: Final = {QUESTION: 100_000, ANSWER: 50_000}
FREQUENT_WORDS: Final = 8
KEPT: Final = 300
LENGTH_PENALTY: Final = 0.15
ANSWER_SHARE: Final = 0.7
"""What a word in an answer is worth beside the same word in a phrasing."""

Counts = Sequence[int]
"""How many facts, phrasings and answers have a stem."""


class CandidateFinder:
    """Finds candidates on one connection. counts: (facts, in_questions, in_answers) of the stems that are known."""

    def __init__(self, connection: sqlite3.Connection, counts: Callable[[Iterable[str]], Mapping[str, Counts]]) -> None:
        self._db = connection
        self._counts = counts
        self._sums: dict[str, np.ndarray[tuple[int], np.dtype[np.float32]]] = {}

    def find(self, weights: Mapping[str, float], limit: int, without: int | None = None) -> list[int]:
        """Numbers of the facts whose words carry the most weight, best first, at most `limit`.

        without: the number of a phrasing that shall count for nothing.
        """
        scores: dict[int, float] = {}
        numbers, sums = self._places(QUESTION, weights)
        if numbers:
            marks = ",".join("?" * len(numbers))
            query = f"SELECT phrasing, fact, length(stems) FROM index_phrasings WHERE phrasing IN ({marks})"
            for phrasing, fact, length in self._db.execute(query, numbers):
                if phrasing == without:
                    continue
                # a stem and its space are about six characters; a phrasing is judged by how many stems it has
                score = sums[phrasing] / (1.0 + LENGTH_PENALTY * math.sqrt(0.35 * length / 6))
                if score > scores.get(fact, 0.0):
                    scores[fact] = score
        numbers, sums = self._places(ANSWER, weights)
        for fact in numbers:
            score = ANSWER_SHARE * sums[fact]
            if score > scores.get(fact, 0.0):
                scores[fact] = score
        return sorted(scores, key=lambda fact: (-scores[fact], fact))[:limit]

    def _places(self, kind: str, weights: Mapping[str, float]) -> tuple[list[int], dict[int, float]]:
        """The places that carry the most weight, at most KEPT, and the weight of each."""
        column = 1 if kind == QUESTION else 2
        known = sorted((counts[column], word) for word, counts in self._counts(weights).items() if counts[column] > 0)
        if not known:
            return [], {}
        found: list[np.ndarray[tuple[int], np.dtype[np.int64]]] = []
        read = 0
        while known and (not found or read + known[0][0] <= BUDGET[kind]):
            count, word = known.pop(0)
            read += count
            found += self._collect(kind, word, weights[word])
        sums = self._sums[kind]
        touched = np.concatenate(found)
        best = touched
        if len(touched) > 4 * KEPT:
            best = touched[np.argpartition(sums[touched], -4 * KEPT)[-4 * KEPT :]]
        best = np.sort(best)
        best = best[np.append(True, best[1:] != best[:-1])]
        totals = sums[best].astype(np.float64)
        sums[touched] = 0.0
        for _, word in known[:FREQUENT_WORDS]:
            totals += weights[word] * self._contains(kind, word, best)
        if len(best) > KEPT:
            chosen = np.argpartition(totals, -KEPT)[-KEPT:]
            best, totals = best[chosen], totals[chosen]
        return best.tolist(), dict(zip(best.tolist(), totals.tolist(), strict=True))

    def _collect(self, kind: str, word: str, weight: float) -> list[np.ndarray[tuple[int], np.dtype[np.int64]]]:
        """Add the weight at every place of the word; the places, a chunk each."""
        places = []
        for chunk, members in self._lists(kind, word):
            numbers = np.frombuffer(members, np.uint16).astype(np.int64) + (chunk << CHUNK_BITS)
            sums = self._room(kind, int(numbers[-1]) + 1)
            sums[numbers] += weight
            places.append(numbers)
        return places

    def _contains(
        self, kind: str, word: str, numbers: np.ndarray[tuple[int], np.dtype[np.int64]]
    ) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        """For each of the ascending numbers, whether the word stands there."""
        there = np.zeros(len(numbers), np.bool_)
        for chunk, members in self._lists(kind, word):
            start, end = np.searchsorted(numbers, [chunk << CHUNK_BITS, (chunk + 1) << CHUNK_BITS])
            if start == end:
                continue
            offsets = np.frombuffer(members, np.uint16)
            wanted = (numbers[start:end] & ((1 << CHUNK_BITS) - 1)).astype(np.uint16)
            at = np.minimum(np.searchsorted(offsets, wanted), len(offsets) - 1)
            there[start:end] = offsets[at] == wanted
        return there

    def _lists(self, kind: str, word: str) -> list[tuple[int, bytes]]:
        query = "SELECT chunk, members FROM index_places WHERE kind = ? AND word = ? ORDER BY chunk"
        return self._db.execute(query, (kind, word)).fetchall()

    def _room(self, kind: str, size: int) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
        """The sums of a kind, all zero between questions, grown to at least `size` places."""
        sums = self._sums.get(kind)
        if sums is None or len(sums) < size:
            grown = np.zeros(max(size, 1 << CHUNK_BITS) * 5 // 4, np.float32)
            if sums is not None:
                grown[: len(sums)] = sums
            sums = self._sums[kind] = grown
        return sums
