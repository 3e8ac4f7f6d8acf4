"""How near a question is to facts in meaning, by embeddings: for those who switched them on.

For a question's vector q and a fact's vectors v (all of length 1), with m the median cosine of q over the table,

    nearness(v) = max(0, (q.v - m) / (1 - m))

so that models whose cosines crowd near 1 and models that use the whole range give the same kind of number. The
question is embedded as typed and, when words of it were misspelt, as repaired; the nearer counts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.matching.question import Question
    from bot.vectors import Embeds, Vectors

NEAREST: Final = 15
"""Facts that are candidates because they are near in meaning."""


class Nearness(NamedTuple):
    """0 to 1 each: how near the nearest phrasing of a fact is, and its answer."""

    phrasing: float = 0.0
    answer: float = 0.0


class Meaning:
    """One question's nearness to every fact."""

    def __init__(self, asked: str, question: Question, embedder: Embeds, vectors: Sequence[Vectors]) -> None:
        """asked: the question as typed; question: the same taken apart. vectors: of all facts, in one part or more."""
        texts = [asked]
        if any(term.meant != term.token for term in question.terms):
            texts.append(" ".join(question.words))
        embedded = embedder.embed(texts).T
        cosines = np.concatenate([(part.matrix @ embedded).max(axis=1) for part in vectors])
        middle = float(np.median(cosines))
        near = np.maximum(0.0, (cosines - middle) / (1 - middle + 1e-9))
        self._numbers, places = np.unique(np.concatenate([part.facts for part in vectors]), return_inverse=True)
        self._best = np.zeros((len(self._numbers), 2))
        answers = np.concatenate([part.answers for part in vectors]).astype(np.int64)
        np.maximum.at(self._best, (places, answers), near)

    def nearest(self) -> list[int]:
        """Numbers of the facts that are nearest, by phrasing or answer, at most NEAREST."""
        best = self._best.max(axis=1)
        order = np.argsort(-best, kind="stable")[:NEAREST]
        numbers: list[int] = self._numbers[order].tolist()
        return numbers

    def of(self, number: int) -> Nearness:
        """The nearness of one fact; 0 for one that has no vector."""
        place = int(np.searchsorted(self._numbers, number))
        if place < len(self._numbers) and self._numbers[place] == number:
            return Nearness(*self._best[place].tolist())
        return Nearness()
