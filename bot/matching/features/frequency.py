"""How often a fact says what is asked about: BM25's idea that a text which says a word again and again is about it.

    frequency(R)  =  sum_t w(t) max_s b(t, s) f(s) / (f(s) + K1 (1 - B + B l(R) / l))  /  sum_t w(t)

f(s) is how often stem s stands in the fact, l(R) its length and l the candidates' mean length, b(t, s) how similar s is
to term t. (S. Robertson, H. Zaragoza, The Probabilistic Relevance Framework, 2009, eq. 3.15.)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.entries import Entry
    from bot.matching.question import Question

K1: Final = 1.2
B: Final = 0.75


class Frequency:
    """The words of one question, and how long its candidates are."""

    def __init__(self, question: Question, entries: Sequence[Entry]) -> None:
        self._terms = [(term.weight, [(stem, f" {stem} ", b) for stem, b in term.forms]) for term in question.terms]
        self._total = question.total
        self._length = sum(len(entry.padded) for entry in entries) / len(entries) or 1.0

    def of(self, entry: Entry) -> float:
        """The frequency of the question's words in a fact, 0 to 1."""
        rest = K1 * (1 - B + B * len(entry.padded) / self._length)
        words, count = entry.words, entry.padded.count
        found = 0.0
        for weight, forms in self._terms:
            best = 0.0
            for stem, padded, similarity in forms:
                if stem in words:
                    times = count(padded) or 1  # a topic's words stand nowhere else
                    best = max(best, similarity * times / (times + rest))
            found += weight * best
        return found / self._total
