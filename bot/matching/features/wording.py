"""A question and one phrasing of a fact, or a passage, compared word by word and letter by letter."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from rapidfuzz import fuzz

from bot.entries import trigrams
from bot.matching.features.numbers import Numbers
from bot.matching.features.opposites import Opposites

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.entries import Entry, Row
    from bot.lexicon import Lexicon
    from bot.matching.features.coverage import Coverage, Worth
    from bot.matching.question import Question

EVIDENCE_ENOUGH: Final = 12.0
"""Nats of matched weight beyond which more of it adds nothing."""


class Likeness(NamedTuple):
    """One phrasing compared.

    rough:    its rough score, by which a fact's best phrasing is chosen.
    features: the first of Features, up to `opposite`.
    words:    its stems.       met: what it is worth to each term.
    """

    rough: float
    features: tuple[float, ...]
    words: frozenset[str]
    met: Worth


class Wording:
    """The wording of one question."""

    def __init__(self, question: Question, known: frozenset[str], lexicon: Lexicon, coverage: Coverage) -> None:
        """known: all stems of the question, as typed and as repaired."""
        self._weights = question.weights
        self._total = question.total
        self._text = " ".join(question.stems)
        self._coverage = coverage
        self._grams = trigrams(self._text)
        self._pairs = {f" {one} {other} " for one, other in pairwise(question.stems)}
        self._numbers = Numbers(question.stems, known, lexicon)
        self._opposites = Opposites(question, known, lexicon)

    def most_promising(self, rows: Sequence[Row], met: frozenset[str], most: int) -> Sequence[Row]:
        """The texts that share the most weight with the question, at most so many."""
        if len(rows) <= most:
            return rows
        covered = self._coverage.of
        promises = [(covered(met & row.words) / (1 + 0.15 * math.sqrt(len(row.words))), row) for row in rows]
        promises.sort(key=lambda promise: promise[0], reverse=True)
        return [row for _, row in promises[:most]]

    def with_phrasing(self, entry: Entry, row: Row, met: frozenset[str]) -> Likeness:
        """Compared with a phrasing. met: the stems of the fact that the question may mean."""
        words, weights = row.words, self._weights.known
        stems = met & words
        worth = self._coverage.worth(stems)
        matched = sum(worth.values())
        covered = matched / self._total
        similarity = self._coverage.similarity
        reached = sum([weights[stem] * similarity[stem] for stem in stems])
        covering = reached / (sum(map(weights.__getitem__, words)) or 1.0)
        common = sum(map(row.padded.__contains__, self._grams))
        likeness = 2 * common / (len(self._grams) + max(common, len(row.text)))
        # in texts that differ much, a number or a "not" more or less tells nothing
        frame = likeness * likeness
        number = frame * self._numbers.other(entry, words)
        opposite = frame * self._opposites.opposite(entry, words)
        features = (
            covered,
            covering,
            likeness,
            fuzz.ratio(self._text, row.text) / 100,
            fuzz.token_sort_ratio(self._text, row.text) / 100,
            self._neighbours(row.padded),
            self._evidence(matched),
            number,
            self._numbers.other_name(entry, (row,)),
            frame * self._opposites.negated_otherwise(words),
            opposite,
        )
        rough = 0.65 * covered + 0.35 * covering + 0.3 * likeness - 0.2 * (number + opposite)
        return Likeness(rough, features, words, worth)

    def with_passage(self, entry: Entry, met: frozenset[str]) -> Likeness:
        """Compared with a fact without phrasings: its words stand for a phrasing's, and it is like the question in
        nothing else."""
        words: frozenset[str] = frozenset().union(*[unit.words for unit in entry.units])
        worth = self._coverage.worth(met & words)
        matched = sum(worth.values())
        features = (
            matched / self._total,
            0.0,
            0.0,
            0.0,
            0.0,
            self._neighbours(entry.padded),
            self._evidence(matched),
            self._numbers.other(entry, words),
            self._numbers.other_name(entry, entry.units),
            0.0,
            0.0,
        )
        return Likeness(0.0, features, words, worth)

    def _neighbours(self, padded: str) -> float:
        """The share of the question's pairs of neighbours that are neighbours in a text."""
        return sum(map(padded.__contains__, self._pairs)) / (len(self._pairs) or 1)

    def _evidence(self, matched: float) -> float:
        return min(1.0, matched * self._weights.greatest / EVIDENCE_ENOUGH)
