"""How near a question is to facts in meaning, by embeddings: for those who switched them on.

For a question's vector q and a text's vector v (both of length 1), with m the median cosine of q over the table,

    nearness(v) = max(0, (q.v - m) / (1 - m))

so that models whose cosines crowd near 1 and models that use the whole range give the same kind of number. The
question is embedded as typed and, when words of it were misspelt, as repaired; the nearer counts.

A fact's credit is that of features/credit.py with vectors in place of words: the table's mean is taken from all of
them first, since what all texts have in common tells none apart, and they are made of length 1 again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from bot.matching.nearness import ELSEWHERE, Nearness

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from bot.matching.question import Question
    from bot.vectors import Embeds, Vectors

    Array = NDArray[np.float32]

NEAREST: Final = 15
"""Facts that are candidates because they are near in meaning."""
RIDGE: Final = 0.3
TEXTS_CREDITED: Final = 8
"""Texts of a fact that are credited: the nearest."""


class _Texts(NamedTuple):
    """The texts of one fact. vectors: (texts, dimensions). near: (texts,). answers: (texts,), True for the answer's."""

    vectors: Array
    near: Array
    answers: NDArray[np.bool_]


class Meaning:
    """One question's nearness to every fact."""

    def __init__(self, asked: str, question: Question, embedder: Embeds, vectors: Sequence[Vectors]) -> None:
        """asked: the question as typed; question: the same taken apart. vectors: of all facts, in one part or more."""
        texts = [asked]
        if any(term.meant != term.token for term in question.terms):
            texts.append(" ".join(question.words))
        self._asked = embedder.embed(texts).T
        self._parts = vectors
        cosines = [part.matrix @ self._asked for part in vectors]
        self._nearest_asked = int(np.argmax(np.max([cosine.max(axis=0) for cosine in cosines], axis=0)))
        best = [cosine.max(axis=1) for cosine in cosines]
        self._middle = float(np.median(np.concatenate(best)))
        self._near = [self._nearness(cosine) for cosine in best]

    def nearest(self) -> list[int]:
        """Numbers of the facts that are nearest, by phrasing or answer, at most NEAREST."""
        numbers = np.concatenate([part.numbers for part in self._parts])
        best = np.concatenate(
            [np.maximum.reduceat(near, part.starts) for part, near in zip(self._parts, self._near, strict=True)]
        )
        found: list[int] = numbers[np.lexsort((numbers, -best))[:NEAREST]].tolist()
        return found

    def of(self, numbers: Sequence[int]) -> list[Nearness]:
        """The nearness of a question's candidates; ELSEWHERE for those that have no vectors."""
        facts = [self._texts(number) for number in numbers]
        shares = self._credits([texts for texts in facts if texts is not None])
        return [
            ELSEWHERE
            if texts is None
            else Nearness(
                phrasing=float(texts.near[~texts.answers].max(initial=0.0)),
                answer=float(texts.near[texts.answers].max(initial=0.0)),
                centre=self._to_centre(texts.vectors[~texts.answers]),
                credit=shares.pop(0),
            )
            for texts in facts
        ]

    def _nearness(self, cosine: Array) -> Array:
        near: Array = np.maximum(0.0, (cosine - self._middle) / (1 - self._middle + 1e-9))
        return near

    def _texts(self, number: int) -> _Texts | None:
        for part, near in zip(self._parts, self._near, strict=True):
            rows = part.rows_of(number)
            if rows.start < rows.stop:
                return _Texts(part.matrix[rows], near[rows], part.answers[rows])
        return None

    def _to_centre(self, phrasings: Array) -> float:
        """The nearness of the phrasings' mean; 0 for none."""
        if not len(phrasings):
            return 0.0
        centre = phrasings.sum(axis=0)
        return float(self._nearness((centre @ self._asked).max(keepdims=True) / (np.linalg.norm(centre) + 1e-9))[0])

    def _credits(self, facts: Sequence[_Texts]) -> list[float]:
        """The credit of each fact."""
        if not facts:
            return []
        chosen = [np.argsort(-texts.near, kind="stable")[:TEXTS_CREDITED] for texts in facts]
        owner = np.repeat(np.arange(len(facts)), [len(rows) for rows in chosen])
        mean = np.average([part.mean for part in self._parts], axis=0, weights=[len(part) for part in self._parts])
        rows = _unit(np.concatenate([texts.vectors[some] for texts, some in zip(facts, chosen, strict=True)]) - mean)
        likeness = rows @ _unit(self._asked[:, self._nearest_asked] - mean)
        parts = np.linalg.solve(rows @ rows.T + RIDGE * np.eye(len(rows)), likeness)
        found: list[float] = np.bincount(owner, parts, len(facts)).tolist()
        return found


def _unit(vectors: NDArray[np.floating]) -> NDArray[np.floating]:
    """The same, of length 1 each."""
    units: NDArray[np.floating] = vectors / (np.linalg.norm(vectors, axis=-1, keepdims=True) + 1e-9)
    return units
