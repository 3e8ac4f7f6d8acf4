"""Everything there is to say about one evaluation, as a value that each kind of report then writes down."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bot.evaluation.confusing import Confusion, confusions
from bot.evaluation.figures import Figures, calibration, coverage_curve, measure
from bot.evaluation.judging import Judged, Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from bot.evaluation.measuring import Bin, Point

KIND: Final = "factbot evaluation"
"""What a report written as JSON says that it is."""
VERSION: Final = 1

_ANSWERABLE = (
    Outcome.ANSWERED_RIGHT,
    Outcome.ANSWERED_WRONG,
    Outcome.OFFERED_WITH,
    Outcome.OFFERED_WITHOUT,
    Outcome.REFUSED_WRONGLY,
)
_UNANSWERABLE = (Outcome.ANSWERED_WRONG, Outcome.OFFERED_WITHOUT, Outcome.REFUSED_RIGHTLY)
_WORST_FIRST = (
    Outcome.ANSWERED_WRONG,
    Outcome.REFUSED_WRONGLY,
    Outcome.OFFERED_WITHOUT,
    Outcome.OFFERED_WITH,
    Outcome.ANSWERED_RIGHT,
    Outcome.REFUSED_RIGHTLY,
)


@dataclass(frozen=True, slots=True)
class Report:
    """What was asked of which table, and what came of it.

    files:      the question files; none when every fact was asked its own phrasings.
    rows:       the questions in the order asked.
    decided:    how often each thing was decided that can be, of what a fact answers; and of what none does.
    bins:       calibration, see measuring.py. points: coverage and precision at each threshold.
    misses:     the worst first: answered wrong, refused wrongly, offered without, the surest first in each.
    confused:   pairs of facts, the most often confused first.
    lacking:    questions whose label names a fact that the table lacks.
    """

    table: str
    files: tuple[str, ...]
    rows: tuple[Judged, ...]
    figures: Figures
    decided: Mapping[Outcome, int]
    decided_unanswerable: Mapping[Outcome, int]
    bins: tuple[Bin, ...]
    points: tuple[Point, ...]
    misses: tuple[Judged, ...]
    confused: tuple[Confusion, ...]
    lacking: tuple[Judged, ...]

    @property
    def answerable(self) -> int:
        """How many questions a fact answers, by their labels."""
        return sum(row.is_answerable for row in self.rows)


def report(table: str, files: Iterable[str], rows: Sequence[Judged]) -> Report:
    """The report on these questions. table: its path, as people know it."""
    return Report(
        table=table,
        files=tuple(files),
        rows=tuple(rows),
        figures=measure(rows),
        decided=_counts((row for row in rows if row.is_answerable), _ANSWERABLE),
        decided_unanswerable=_counts((row for row in rows if not row.is_answerable), _UNANSWERABLE),
        bins=calibration(rows),
        points=coverage_curve(rows),
        misses=tuple(sorted((row for row in rows if row.is_miss), key=_badness)),
        confused=confusions(rows),
        lacking=tuple(row for row in rows if row.is_lacking),
    )


def _counts(rows: Iterable[Judged], possible: Iterable[Outcome]) -> dict[Outcome, int]:
    counts = Counter(row.outcome for row in rows)
    return {outcome: counts[outcome] for outcome in possible}


def _badness(row: Judged) -> tuple[int, float]:
    return _WORST_FIRST.index(row.outcome), -row.confidence
