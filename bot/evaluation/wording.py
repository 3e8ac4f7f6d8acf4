"""The sentences and headings that the terminal and the page have in common."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bot.evaluation.judging import PLACES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.evaluation.comparing import Comparison
    from bot.evaluation.figures import Label
    from bot.evaluation.judging import Judged, Named
    from bot.evaluation.report import Report

CHANGES: Final[Mapping[str, str]] = {
    "became_right": "Became right",
    "became_wrong": "Became wrong",
    "newly_answered": "Newly answered",
    "newly_refused": "No longer answered",
}
NO_CHANGE: Final = "No question went otherwise than before."


@dataclass(frozen=True, slots=True)
class Difference:
    """How far a figure moved, as text. tone: 1 for the better, -1 for the worse, 0 for neither."""

    text: str
    tone: int = 0


def difference(label: Label, before: float | None, now: float | None) -> Difference:
    """From before to now: shares in hundredths, others in thousandths; "=" when that rounds to nothing."""
    if before is None or now is None:
        return Difference("=" if before is now else "—")
    by = now - before
    text = f"{100 * by:+.1f}" if label.is_share else f"{by:+.3f}"
    if float(text) == 0:
        return Difference("=")
    return Difference(text, label.better if by > 0 else -label.better)


def what_was_asked(report: Report) -> str:
    """One sentence: how many questions, from where, of which table."""
    asked = counted(len(report.rows), "question")
    none = len(report.rows) - report.answerable
    if not report.files:
        return f"{asked} asked of {report.table}: every fact its own phrasings, the one that is asked left out."
    unanswerable = f", {none:,} of them without an answer" if none else ""
    return f"{asked} from {', '.join(report.files)} asked of {report.table}{unanswerable}."


def what_is_lacking(report: Report) -> str:
    """One sentence on the labels that the table cannot satisfy; "" when there are none."""
    if not report.lacking:
        return ""
    names = dict.fromkeys(f"“{row.asked.fact_id}” ({where(row)})" for row in report.lacking)
    shown = ", ".join(list(names)[:5]) + (", …" if len(names) > 5 else "")
    one = len(report.lacking) == 1
    expect, count = ("expects a fact", "it counts") if one else ("expect facts", "they count")
    return (
        f"{counted(len(report.lacking), 'question')} {expect} that the table lacks: {shown}; "
        f"{count} as answerable and can never be right."
    )


def what_is_not_compared(comparison: Comparison) -> str:
    """One sentence when the two reports are not of the same questions; "" when they are."""
    before, now = comparison.only_before, comparison.only_now
    if not before and not now:
        return ""
    asked = f"{counted(before, 'question')} asked only before, {now:,} only now"
    return f"{asked}: these are not compared by name, and the figures are of different questions."


def expectation(row: Judged) -> str:
    """What the right reply would have been."""
    if row.expected is not None:
        return row.expected.title
    if row.is_lacking:
        return f"“{row.asked.fact_id}”, which the table lacks"
    return "no answer: no fact has one"


def place(row: Judged) -> str:
    """Where the right fact came; "" for a question without one, or one that the table lacks."""
    if row.expected is None:
        return ""
    return f"ranked {ordinal(row.rank)}" if row.rank else f"not among the first {PLACES}"


def winner(row: Judged) -> str:
    """What stood in the right fact's place."""
    if row.first is None:
        return "nothing: no fact was ranked"
    return "it did, but too unsure to show" if row.rank == 1 else row.first.title


def details(fact: Named | None, more: str) -> str:
    """The id of a fact, and what else there is to say of it; "" for none."""
    return f"{fact.id}, {more}" if fact else ""


def where(row: Judged) -> str:
    """The file and line of a question; "" for one that no file holds."""
    return f"{row.asked.file}:{row.asked.line}" if row.asked.file else ""


def counted(number: int, noun: str) -> str:
    """1 question, 1,200 questions."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def ordinal(number: int) -> str:
    """1st, 2nd, 3rd, 4th … for the places that are looked at."""
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number, 'th') }"
