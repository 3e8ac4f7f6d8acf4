"""The figures of a report, each under the name that scripts and earlier reports know it by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bot.evaluation.measuring import (
    auroc,
    best_point,
    calibration_error,
    curve,
    mean_reciprocal_rank,
    reliability,
    share,
    share_within,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.evaluation.judging import Judged
    from bot.evaluation.measuring import Bin, Point

PRECISION: Final = 0.95


@dataclass(frozen=True, slots=True)
class Figures:
    """All are 0 to 1, and None where there was nothing to measure.

    right_first, right_in_five, mrr: of the questions that a fact answers, see measuring.py; mrr over ten places.
    coverage_at_95:         of those, the share answered right at the lowest threshold that keeps 95 % of answers right.
    threshold_at_95:        that threshold, a confidence; None when no threshold does.
    auroc:                  how well confidence tells right first facts from all else.
    answered_right:         of the questions that a fact answers, the share that the program answered right outright.
    precision:              of the answers that the program gave, the share that were right.
    unanswerable_refused:   of the questions that no fact answers, the share that the program did not answer; offering
                            a choice is not answering.
    calibration_error:      over the questions for which some fact was ranked.
    """

    right_first: float | None
    right_in_five: float | None
    mrr: float | None
    coverage_at_95: float | None
    threshold_at_95: float | None
    auroc: float | None
    answered_right: float | None
    precision: float | None
    unanswerable_refused: float | None
    calibration_error: float | None


@dataclass(frozen=True, slots=True)
class Label:
    """How people read a figure. better: 1 when more is better, -1 when less is, 0 when neither."""

    key: str
    name: str
    meaning: str
    better: int = 1
    is_share: bool = True

    def written(self, value: float | None) -> str:
        """The value for people: "78.3 %", "0.842", "—" for none."""
        if value is None:
            return "—"
        return percent(value) if self.is_share else f"{value:.3f}"


LABELS: Final = (
    Label("right_first", "Right first", "R@1: the right fact is ranked first"),
    Label("right_in_five", "Right in five", "R@5: it is among the first five"),
    Label("mrr", "MRR@10", "mean of 1 / its rank", is_share=False),
    Label("coverage_at_95", "Coverage at 95 %", "answered right, were 95 % of answers to be right"),
    Label("threshold_at_95", "Threshold at 95 %", "the confidence from which that holds", better=0),
    Label("auroc", "AUROC", "how well confidence tells right from wrong", is_share=False),
    Label("answered_right", "Answered right", "outright, of what can be answered"),
    Label("precision", "Precision", "right, of the answers given"),
    Label("unanswerable_refused", "Refused", "not answered, of what no fact answers"),
    Label("calibration_error", "Calibration error", "between confidence and how often it is right", better=-1),
)


def measure(rows: Sequence[Judged]) -> Figures:
    """The figures of these questions."""
    ranks = [row.rank for row in rows if row.is_answerable]
    point = best_point(coverage_curve(rows), PRECISION)
    given = [row.rank == 1 for row in rows if row.outcome.is_answer]
    right = sum(row.outcome == "answered_right" for row in rows)
    refused = [not row.outcome.is_answer for row in rows if not row.is_answerable]
    return Figures(
        right_first=share_within(ranks, 1),
        right_in_five=share_within(ranks, 5),
        mrr=mean_reciprocal_rank(ranks),
        coverage_at_95=(point.coverage if point else 0.0) if ranks else None,
        threshold_at_95=point.threshold if point else None,
        auroc=auroc(row.claim for row in rows),
        answered_right=share(right, len(ranks)),
        precision=share(right, len(given)),
        unanswerable_refused=share(sum(refused), len(refused)),
        calibration_error=calibration_error(calibration(rows)),
    )


def coverage_curve(rows: Sequence[Judged]) -> tuple[Point, ...]:
    """Coverage and precision at each threshold."""
    return curve((row.claim for row in rows), sum(row.is_answerable for row in rows))


def calibration(rows: Sequence[Judged]) -> tuple[Bin, ...]:
    """What was promised and kept; a question for which no fact was ranked promised nothing, and is left out."""
    return reliability(row.claim for row in rows if row.first is not None)


def percent(value: float) -> str:
    """A share as people read it, with one decimal."""
    return f"{100 * value:.1f} %"
