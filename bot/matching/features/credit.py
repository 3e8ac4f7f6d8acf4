"""How much of a question each fact is credited with, where what the facts share with it is not counted for all of them.

Asked how to change a password, "How do I change my name?" and "How do I change my address?" have most of the question's
words, but have them both. Let x_i be the stems of a text i with their weights and q the question's, as far as each is
met there, both of length 1. Ridge regression of q on the texts gives each its part:

    K_ij = x_i . x_j,   k_i = x_i . q,   v = (K + RIDGE I)^-1 k,   credit(fact) = sum of v_i over its texts

fitted to the candidates of one question alone. (C. Saunders, A. Gammerman, V. Vovk, Ridge Regression Learning Algorithm
in Dual Variables, 1998; L. Bottou, V. Vapnik, Local Learning Algorithms, 1992.) STEPS of conjugate gradients solve it.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from bot.entries import Row
    from bot.matching.question import Question

RIDGE: Final = 1.0
STEPS: Final = 3
"""Steps of conjugate gradients; exactly solved, the equations rank no better."""
ENOUGH: Final = 1e-9
"""Squared length of what is left to explain, below which nothing is."""


class Credit:
    """What the words of one question owe to its candidates."""

    def __init__(self, question: Question) -> None:
        self._weights = question.weights
        self._length = math.hypot(*(term.weight for term in question.terms)) or 1.0
        self._meant: dict[str, list[tuple[int, float]]] = {}
        for place, term in enumerate(question.terms):
            for stem, similarity in (*term.forms, *term.wider):
                self._meant.setdefault(stem, []).append((place, term.weight * similarity))

    def shares(self, facts: Sequence[Sequence[Row]]) -> list[float]:
        """The credit of each fact, of which the texts are given that stand for it: 0 to 1, or a little beside."""
        texts = [text for fact in facts for text in fact]
        self._weights.load(set().union(*[text.words for text in texts]))
        known = self._weights.known
        places: dict[str, int] = {}
        words: list[int] = []
        weights: list[float] = []
        sizes, likeness = [], []
        for text in texts:
            stems = dict.fromkeys(text.stems)  # not as a set, whose order and with it rounding changes from run to run
            own = [known[stem] for stem in stems]
            length = math.hypot(*own) or 1.0
            words += [places.setdefault(stem, len(places)) for stem in stems]
            weights += [weight / length for weight in own]
            sizes.append(len(own))
            likeness.append(self._met(text.words) / length / self._length)
        rows = Sparse(np.repeat(np.arange(len(sizes)), sizes), np.array(words, np.intp), np.array(weights))
        parts = ridge(rows, np.array(likeness))
        owner = np.repeat(np.arange(len(facts)), list(map(len, facts)))
        shares: list[float] = np.bincount(owner, parts, len(facts)).tolist()
        return shares

    def _met(self, words: frozenset[str]) -> float:
        """The dot product of a text's weights and the question's, each term of it where it is met best."""
        best: dict[int, float] = {}
        for word in self._meant.keys() & words:
            weight = self._weights.known[word]
            for place, worth in self._meant[word]:
                best[place] = max(best.get(place, 0.0), worth * weight)
        return math.fsum(best.values())


class Sparse(NamedTuple):
    """A matrix by its entries: where each stands and what it is."""

    rows: NDArray[np.intp]
    columns: NDArray[np.intp]
    entries: NDArray[np.float64]

    def times_its_transpose(self, vector: NDArray[np.float64]) -> NDArray[np.float64]:
        """M M^T v."""
        between = np.bincount(self.columns, self.entries * vector[self.rows])
        return np.asarray(np.bincount(self.rows, self.entries * between[self.columns], len(vector)), np.float64)


def ridge(rows: Sparse, wanted: NDArray[np.float64]) -> NDArray[np.float64]:
    """The v of (M M^T + RIDGE I) v = wanted, by STEPS of conjugate gradients.

    (M. Hestenes, E. Stiefel, Methods of Conjugate Gradients for Solving Linear Systems, 1952.)
    """
    found = np.zeros(len(wanted))
    left = direction = wanted
    length = left @ left
    for _ in range(STEPS):
        if length < ENOUGH:
            break
        image = rows.times_its_transpose(direction) + RIDGE * direction
        step = length / (direction @ image)
        found = found + step * direction
        left = left - step * image
        before, length = length, left @ left
        direction = left + length / before * direction
    return found
