"""One question compared with facts, feature by feature.

The features of a fact are those of its best phrasing (the greatest rough score), plus some of the whole fact; a
passage's own text stands in for a phrasing.
"""

from __future__ import annotations

import math
from operator import attrgetter
from typing import TYPE_CHECKING, Final, NamedTuple

from rapidfuzz import fuzz

from bot.entries import trigrams
from bot.matching.features import answer_types
from bot.matching.features.counting import Counting
from bot.matching.features.coverage import Coverage
from bot.matching.features.names import Features
from bot.matching.features.numbers import Numbers
from bot.matching.features.opposites import Opposites

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.entries import Entry, Row, Unit
    from bot.lexicon import Lexicon
    from bot.matching.features.coverage import Worth
    from bot.matching.question import Question

EVIDENCE_ENOUGH: Final = 12.0
"""Nats of matched weight beyond which more of it adds nothing."""
ROWS_COMPARED: Final = 6
"""Phrasings of a fact that are compared letter by letter: those that share the most weight with the question."""
KIND_WORTH: Final = 0.2
"""What offering the kind of thing that was asked for adds to a unit's coverage when the best is chosen."""


class _Likeness(NamedTuple):
    """One phrasing compared: its rough score, its features (the first of Features, up to `opposite`), its words, and
    what it is worth to each term."""

    rough: float
    features: tuple[float, ...]
    words: frozenset[str]
    met: Worth


class Compared(NamedTuple):
    """A fact's features, and the unit of its answer that fits best; None for an answer without words."""

    features: Features
    unit: Unit | None


_rough = attrgetter("rough")


class Comparer:
    """Compares one question with facts."""

    def __init__(self, question: Question, lexicon: Lexicon) -> None:
        self._weights = question.weights
        self._total = question.total
        self._coverage = Coverage(question)
        self._text = " ".join(question.stems)
        self._stems = frozenset(question.stems).union(term.stem for term in question.terms)
        self._numbers = Numbers(question.stems, self._stems, lexicon)
        self._opposites = Opposites(question, self._stems, lexicon)
        self._counting = Counting(question, lexicon)
        self._kinds = answer_types.asked(self._text)
        self._sure = self._kinds & answer_types.SURE
        self._likely = self._kinds & answer_types.LIKELY
        self._pairs = frozenset(zip(question.stems, question.stems[1:], strict=False))
        self._grams = trigrams(self._text)
        heavy = {stem: question.weights[stem] for stem in question.stems if stem not in lexicon.stop}
        heavy = heavy or dict.fromkeys(question.stems, 1.0)
        weight: dict[str, float] = {}
        for stem, worth in heavy.items():
            grams = trigrams(stem)
            for gram in grams:
                weight[gram] = weight.get(gram, 0.0) + worth / len(grams)
        self._heavy_grams = list(weight.items())
        self._heavy_total = sum(weight.values()) or 1.0

    def compare(self, entry: Entry) -> Compared:
        """The features of a fact."""
        coverage = self._coverage
        met = coverage.wanted & entry.words
        worth = coverage.worth(met)
        whole = coverage.share(worth)
        unit, sentence, kinds = self._best_unit(entry, met)
        rows: Sequence[Row] = entry.rows
        if len(rows) > ROWS_COMPARED:
            rows = sorted(rows, key=lambda row: self._promise(met, row), reverse=True)[:ROWS_COMPARED]
        if rows:
            compared = [self._compare(entry, row, met) for row in rows]
            best = max(compared, key=_rough)
            roughs = sorted([one.rough for one in compared], reverse=True)
            support = sum(roughs[:3]) / 3 if len(roughs) > 1 else 0.8 * best.rough
            alike, unlike = self._asked(entry)
        else:
            best, support, alike, unlike = self._passage(entry, met), 0.0, 0.0, 0.0
        words, met_here = best.words, best.met
        rest = (
            support,
            whole,
            sentence,
            self._letters(entry.padded),
            self._letters(unit.padded) if unit else 0.0,
            coverage.further(met_here, coverage.related(words)),
            coverage.further(met_here, coverage.beginning(words)),
            coverage.further(met_here, coverage.worth(met & entry.topic)) if entry.topic else 0.0,
            coverage.further(worth, coverage.worth(coverage.wanted & entry.near)) if entry.near else 0.0,
            alike,
            unlike,
            *kinds,
            0.0 if rows else 1.0,
            0.0,  # meaning is not for this room to know
            0.0,
        )
        return Compared(Features._make((*best.features, *rest)), unit)

    def _best_unit(self, entry: Entry, met: frozenset[str]) -> tuple[Unit | None, float, tuple[float, ...]]:
        """The unit that fits best, its coverage, and the six features of the kind of thing asked for.

        A passage is judged by its best unit; a fact with phrasings by all of its answer, which they lead to.
        """
        best: Unit | None = None
        most = coverage_of_best = -1.0
        greatest = 0.0
        best_kinds = (0.0,) * 6
        for unit in entry.units:
            covered = self._coverage.share(self._coverage.worth(met & unit.words))
            greatest = max(greatest, covered)
            kinds = self._offered(unit)
            fit = covered + KIND_WORTH * (kinds[0] + 0.5 * kinds[2] + 0.5 * kinds[4])
            if fit > most:
                best, most, coverage_of_best, best_kinds = unit, fit, covered, kinds
            if entry.rows:
                best_kinds = tuple(map(max, best_kinds, kinds))
        if entry.rows:
            ok, bad, likely, unlikely, counted, uncounted = best_kinds
            best_kinds = (ok, bad - ok if bad > ok else 0.0, likely, max(0.0, unlikely - likely), counted,
                          uncounted if not counted else 0.0)
        return best, max(0.0, greatest), best_kinds

    def _offered(self, unit: Unit) -> tuple[float, ...]:
        sure = likely = 0.0
        if self._sure:
            sure = float(any(answer_types.offers(kind, unit, self._stems) for kind in self._sure))
        if self._likely:
            likely = float(any(answer_types.offers(kind, unit, self._stems) for kind in self._likely))
        counted = self._counting.counted(unit) if self._counting.any else 0.0
        return (
            sure, float(bool(self._sure)) - sure,
            likely, float(bool(self._likely)) - likely,
            counted, float(self._counting.any and not counted),
        )

    def _asked(self, entry: Entry) -> tuple[float, float]:
        if not self._kinds:
            return 0.0, 0.0
        theirs = [kinds for row in entry.rows[:40] if (kinds := answer_types.asked(row.text))]
        alike = any(self._kinds & kinds for kinds in theirs)
        return float(alike), float(bool(theirs) and not alike)

    def _letters(self, padded: str) -> float:
        return sum([weight for gram, weight in self._heavy_grams if gram in padded]) / self._heavy_total

    def _promise(self, met: frozenset[str], row: Row) -> float:
        return self._coverage.share(self._coverage.worth(met & row.words)) / (1 + 0.15 * math.sqrt(len(row.words)))

    def _compare(self, entry: Entry, row: Row, met: frozenset[str]) -> _Likeness:
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
        number = frame * self._numbers.other(entry, words) if self._numbers.any else 0.0
        opposite = frame * self._opposites.opposite(entry, words)
        features = (
            covered,
            covering,
            likeness,
            fuzz.ratio(self._text, row.text) / 100,
            fuzz.token_sort_ratio(self._text, row.text) / 100,
            len(self._pairs & row.pairs) / (len(self._pairs) or 1),
            min(1.0, matched * self._weights.greatest / EVIDENCE_ENOUGH),
            number,
            self._numbers.other_name(entry, (row,)),
            frame * self._opposites.negated_otherwise(words),
            opposite,
        )
        rough = 0.65 * covered + 0.35 * covering + 0.3 * likeness - 0.2 * (number + opposite)
        return _Likeness(rough, features, words, worth)

    def _passage(self, entry: Entry, met: frozenset[str]) -> _Likeness:
        """A fact without phrasings: its words stand for a phrasing's, and it is like the question in nothing else."""
        words = frozenset().union(*[unit.words for unit in entry.units])
        pairs: frozenset[tuple[str, str]] = frozenset().union(*[unit.pairs for unit in entry.units])
        worth = self._coverage.worth(met & words)
        matched = sum(worth.values())
        features = (
            matched / self._total,
            0.0,
            0.0,
            0.0,
            0.0,
            len(self._pairs & pairs) / (len(self._pairs) or 1),
            min(1.0, matched * self._weights.greatest / EVIDENCE_ENOUGH),
            self._numbers.other(entry, words) if self._numbers.any else 0.0,
            self._numbers.other_name(entry, entry.units),
            0.0,
            0.0,
        )
        return _Likeness(0.0, features, words, worth)
