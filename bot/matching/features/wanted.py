"""What one question wants to be told, and how far a fact tells that: a kind of thing, or how many of one."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from bot.matching.features.answer_types import LIKELY, SURE, asked, offers
from bot.matching.features.counting import Counting

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.entries import Entry, Unit
    from bot.lexicon import Lexicon
    from bot.matching.question import Question

ROWS_READ = 40
"""Phrasings of a fact whose kinds are looked at."""


class Told(NamedTuple):
    """How far a text tells what is wanted: six of Features, see there."""

    offered: float = 0.0
    withheld: float = 0.0
    offered_likely: float = 0.0
    withheld_likely: float = 0.0
    counted: float = 0.0
    uncounted: float = 0.0

    @property
    def worth(self) -> float:
        """What it adds to a text's coverage where one of several is chosen."""
        return 0.2 * self.offered + 0.1 * self.offered_likely + 0.1 * self.counted


NOTHING = Told()


class Wanted:
    """What one question wants. any: whether it can be told."""

    def __init__(self, question: Question, known: frozenset[str], lexicon: Lexicon) -> None:
        """known: all stems of the question, which are no answer to it."""
        self._kinds = asked(" ".join(question.stems))
        self._known = known
        self._sure = self._kinds & SURE
        self._likely = self._kinds & LIKELY
        self._counting = Counting(question, lexicon)
        self.any = bool(self._sure or self._likely or self._counting.any)

    def told(self, unit: Unit) -> Told:
        """How far one unit of an answer tells it."""
        sure = any(offers(kind, unit, self._known) for kind in self._sure)
        likely = any(offers(kind, unit, self._known) for kind in self._likely)
        counted = self._counting.counted(unit) if self._counting.any else 0.0
        return Told(
            offered=float(sure),
            withheld=float(bool(self._sure) and not sure),
            offered_likely=float(likely),
            withheld_likely=float(bool(self._likely) and not likely),
            counted=counted,
            uncounted=float(self._counting.any and not counted),
        )

    def asked_by(self, entry: Entry) -> tuple[float, float]:
        """Whether a phrasing of the fact asks for the same kind of thing, and whether all ask for another kind."""
        if not self._kinds:
            return 0.0, 0.0
        theirs = [kinds for row in entry.rows[:ROWS_READ] if (kinds := asked(row.text))]
        alike = any(not self._kinds.isdisjoint(kinds) for kinds in theirs)
        return float(alike), float(bool(theirs) and not alike)


def together(told: Iterable[Told]) -> Told:
    """What all units of an answer tell together: what one offers, the answer does not withhold."""
    best = [max(values) for values in zip(*told, strict=True)]
    if not best:
        return NOTHING
    offered, withheld, likely, unlikely, counted, uncounted = best
    return Told(
        offered,
        0.0 if offered else withheld,
        likely,
        0.0 if likely else unlikely,
        counted,
        0.0 if counted else uncounted,
    )
