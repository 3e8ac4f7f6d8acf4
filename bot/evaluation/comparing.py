"""What changed between an earlier report and this one."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.evaluation.baseline import Baseline, Earlier
    from bot.evaluation.judging import Judged, Outcome
    from bot.evaluation.report import Report


@dataclass(frozen=True, slots=True)
class Change:
    """A question that went otherwise than before."""

    query: str
    before: Outcome
    now: Outcome


@dataclass(frozen=True, slots=True)
class Comparison:
    """Figures as (key, before, now), and the questions that went otherwise, in the order asked.

    became_right, became_wrong: by Judged.is_right, which is about the first fact where one answers.
    newly_answered, newly_refused: whether an answer was given outright, right or wrong.
    only_before, only_now: how many questions were asked in just one of the two.
    """

    before: str
    figures: tuple[tuple[str, float | None, float | None], ...]
    became_right: tuple[Change, ...]
    became_wrong: tuple[Change, ...]
    newly_answered: tuple[Change, ...]
    newly_refused: tuple[Change, ...]
    only_before: int
    only_now: int

    @property
    def lists(self) -> tuple[tuple[str, tuple[Change, ...]], ...]:
        """The four lists of changes under their names."""
        return (
            ("became_right", self.became_right),
            ("became_wrong", self.became_wrong),
            ("newly_answered", self.newly_answered),
            ("newly_refused", self.newly_refused),
        )


def compare(before: Baseline, now: Report) -> Comparison:
    """What changed. Questions are matched by their words; one that was asked twice, by which time it was."""
    earlier: defaultdict[str, list[Earlier]] = defaultdict(list)
    for old in reversed(before.rows):
        earlier[old.query].append(old)
    pairs = [(earlier[row.asked.query].pop(), row) for row in now.rows if earlier.get(row.asked.query)]
    figures = asdict(now.figures)
    return Comparison(
        before=before.name,
        figures=tuple((key, before.figures.get(key), figures[key]) for key in figures),
        became_right=_changes((old, row) for old, row in pairs if row.is_right and not old.right),
        became_wrong=_changes((old, row) for old, row in pairs if old.right and not row.is_right),
        newly_answered=_changes(
            (old, row) for old, row in pairs if row.outcome.is_answer and not old.outcome.is_answer
        ),
        newly_refused=_changes((old, row) for old, row in pairs if old.outcome.is_answer and not row.outcome.is_answer),
        only_before=len(before.rows) - len(pairs),
        only_now=len(now.rows) - len(pairs),
    )


def _changes(pairs: Iterable[tuple[Earlier, Judged]]) -> tuple[Change, ...]:
    return tuple(Change(row.asked.query, old.outcome, row.outcome) for old, row in pairs)
