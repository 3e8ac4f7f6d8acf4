"""One question compared with its candidates: every feature, put together.

The features of a fact are those of its best phrasing (the greatest rough score), plus some of the whole fact, plus what
it is beside the other candidates; a passage's own text stands in for a phrasing.
"""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Final, NamedTuple

from bot.matching.features.coverage import Coverage
from bot.matching.features.credit import Credit
from bot.matching.features.frequency import Frequency
from bot.matching.features.letters import Letters
from bot.matching.features.names import Features
from bot.matching.features.wanted import NOTHING, Told, Wanted, together
from bot.matching.features.wording import Likeness, Wording
from bot.text import LONGEST_UNIT, ends_sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.entries import Entry, Row, Unit
    from bot.lexicon import Lexicon
    from bot.matching.nearness import Nearness
    from bot.matching.question import Question


class Compared(NamedTuple):
    """A fact's features, and the part of its answer that fits best; "" for an answer without words."""

    features: Features
    part: str


class _Alone(NamedTuple):
    """What a fact has whatever the other candidates are.

    features: the first of Features, up to `passage`. texts: what stands for it where candidates are told apart, its
    most promising phrasings or units. part: as in Compared.
    """

    features: tuple[float, ...]
    texts: Sequence[Row]
    part: str


class _Told(NamedTuple):
    """What an answer tells: its best unit, the greatest coverage by one, whether what is wanted is among it, and the
    part worth showing."""

    unit: Unit | None
    covered: float
    told: Told
    part: str


ROWS_COMPARED: Final = 6
"""Phrasings of a fact that are compared letter by letter: those that share the most weight with the question."""
UNITS_CREDITED: Final = 2
"""Units of a passage that are credited."""
NEARLY: Final = 0.75
"""Share of the best unit's fit from which a unit beside it is shown with it."""

_rough = attrgetter("rough")


class Comparer:
    """Compares one question with its candidates."""

    def __init__(self, question: Question, lexicon: Lexicon) -> None:
        known = frozenset(question.stems).union(term.stem for term in question.terms)
        self._question = question
        self._coverage = Coverage(question)
        self._letters = Letters(question, lexicon)
        self._wording = Wording(question, known, lexicon, self._coverage)
        self._wanted = Wanted(question, known, lexicon)

    def compare(self, entries: Sequence[Entry], near: Sequence[Nearness]) -> list[Compared]:
        """The features of each of a question's candidates. near: how near each is in meaning."""
        compared = [self._compare(entry) for entry in entries]
        frequency = Frequency(self._question, entries)
        shares = Credit(self._question).shares([one.texts for one in compared])
        return [
            Compared(Features._make((*one.features, frequency.of(entry), credit, *close)), one.part)
            for entry, one, credit, close in zip(entries, compared, shares, near, strict=True)
        ]

    def _compare(self, entry: Entry) -> _Alone:
        coverage = self._coverage
        met = coverage.wanted & entry.words
        worth = coverage.worth(met)
        answer = self._answer(entry, met)
        if entry.rows:
            texts = self._wording.most_promising(entry.rows, met, ROWS_COMPARED)
            best, support = self._best_phrasing(entry, texts, met)
        else:
            texts = self._wording.most_promising(entry.units, met, UNITS_CREDITED)
            best, support = self._wording.with_passage(entry, met), 0.0
        of_fact = (
            support,
            coverage.share(worth),
            answer.covered,
            *self._letters.within(entry, answer.unit),
            coverage.further(best.met, coverage.related(best.words)),
            coverage.further(best.met, coverage.beginning(best.words)),
            coverage.further(best.met, coverage.worth(met & entry.topic)),
            coverage.further(worth, coverage.worth(coverage.wanted & entry.near)),
            *self._wanted.asked_by(entry),
            *answer.told,
            0.0 if entry.rows else 1.0,
        )
        return _Alone((*best.features, *of_fact), texts, answer.part)

    def _best_phrasing(self, entry: Entry, rows: Sequence[Row], met: frozenset[str]) -> tuple[Likeness, float]:
        """The best phrasing, and the mean rough score of the three best."""
        compared = [self._wording.with_phrasing(entry, row, met) for row in rows]
        if len(compared) == 1:
            return compared[0], 0.8 * compared[0].rough
        compared.sort(key=_rough, reverse=True)
        return compared[0], sum([one.rough for one in compared[:3]]) / 3

    def _answer(self, entry: Entry, met: frozenset[str]) -> _Told:
        """What the answer tells. A passage is judged by its best unit; a fact with phrasings by all of its answer,
        which they lead to."""
        if not entry.units:
            return _Told(None, 0.0, NOTHING, "")
        coverage = self._coverage
        covered = [coverage.of(met & unit.words) for unit in entry.units]
        told = list(map(self._wanted.told, entry.units)) if self._wanted.any else [NOTHING] * len(covered)
        fit = [share + one.worth for share, one in zip(covered, told, strict=True)] if self._wanted.any else covered
        best = fit.index(max(fit))
        if entry.rows:
            return _Told(entry.units[best], max(covered), together(told) if self._wanted.any else NOTHING, "")
        return _Told(entry.units[best], max(covered), told[best], _part(entry.units, fit, best))


def _part(units: Sequence[Unit], fit: Sequence[float], best: int) -> str:
    """The best unit, and those beside it that fit nearly as well while all are no longer than LONGEST_UNIT."""
    first = last = best
    length = len(units[best].spelt)
    while True:
        beside = [
            (fit[place], place)
            for place in (first - 1, last + 1)
            if 0 <= place < len(units)
            and fit[place] >= NEARLY * fit[best]
            and length + len(units[place].spelt) < LONGEST_UNIT
        ]
        if not beside:
            pieces = [unit.spelt for unit in units[first : last + 1]]
            return "".join([piece + (" " if ends_sentence(piece) else "\n") for piece in pieces]).strip()
        place = max(beside)[1]
        length += 1 + len(units[place].spelt)
        first, last = min(first, place), max(last, place)
