"""The report for a terminal, line by line, styled; whoever prints it elsewhere strips the styles."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Final

import click

from bot.evaluation.figures import LABELS, percent
from bot.evaluation.judging import Outcome
from bot.evaluation.wording import (
    CHANGES,
    NO_CHANGE,
    details,
    difference,
    expectation,
    place,
    what_is_lacking,
    what_is_not_compared,
    what_was_asked,
    where,
    winner,
)
from bot.terminal import printable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.evaluation.comparing import Change, Comparison
    from bot.evaluation.confusing import Confusion
    from bot.evaluation.judging import Judged
    from bot.evaluation.measuring import Bin
    from bot.evaluation.report import Report

BAR: Final = 40
"""Characters of a bar that is full."""
LONGEST: Final = 300
"""Characters shown of a question or a title."""
PAIRS: Final = 10
_COLOURS = {
    Outcome.ANSWERED_RIGHT: "green",
    Outcome.REFUSED_RIGHTLY: "green",
    Outcome.OFFERED_WITH: "cyan",
    Outcome.OFFERED_WITHOUT: "yellow",
    Outcome.REFUSED_WRONGLY: "yellow",
    Outcome.ANSWERED_WRONG: "red",
}


def report_lines(report: Report, comparison: Comparison | None, *, limit: int, width: int) -> Iterator[str]:
    """The report. limit: how many misses, and of each kind of change, to show; width: characters of a line."""
    yield from _wrapped(what_was_asked(report), width)
    if lacking := what_is_lacking(report):
        yield from (click.style(line, fg="yellow") for line in _wrapped(lacking, width))
    yield from _figures(report, comparison)
    yield from _decisions(report)
    yield from _calibration(report.bins)
    if comparison is not None:
        yield from _changes(comparison, limit, width)
    if report.confused:
        yield from _confusions(report.confused, width)
    yield from _misses(report.misses, limit, width)


def _figures(report: Report, comparison: Comparison | None) -> Iterator[str]:
    before = {key: value for key, value, _ in comparison.figures} if comparison else {}
    yield ""
    if comparison is not None:
        yield click.style(f"Before: {_short(comparison.before)}", dim=True)
        yield click.style(f"{'':18} {'before':>8} {'now':>8} {'change':>8}", dim=True)
    for label in LABELS:
        value: float | None = getattr(report.figures, label.key)
        written = click.style(f"{label.written(value):>8}", bold=True)
        if comparison is None:
            yield f"{label.name:18} {written}   {click.style(label.meaning, dim=True)}"
            continue
        change = difference(label, before[label.key], value)
        by = click.style(f"{change.text:>8}", fg={0: None, 1: "green", -1: "red"}[change.tone])
        yield f"{label.name:18} {label.written(before[label.key]):>8} {written} {by}"


def _decisions(report: Report) -> Iterator[str]:
    yield from _heading("What it decided")
    both = report.answerable < len(report.rows)
    if both:
        yield click.style(f"{'':30}{'answerable':>14}{'unanswerable':>14}", dim=True)
    for outcome in Outcome if both else report.decided:
        counts = [decided.get(outcome) for decided in (report.decided, report.decided_unanswerable)[: 1 + both]]
        name = click.style(f"{outcome.words:30}", fg=_COLOURS[outcome])
        yield name + "".join(f"{'' if count is None else f'{count:,}':>14}" for count in counts).rstrip()


def _calibration(bins: Sequence[Bin]) -> Iterator[str]:
    yield from _heading("Calibration: how often the first fact was right (█), beside how sure it was (│)")
    for one in bins:
        span = f"{100 * one.low:3.0f} to {100 * one.high:3.0f} %"
        if one.right is None or one.confidence is None:
            yield click.style(f"{span}     —", dim=True)
            continue
        cells = ["█" if cell < round(one.right * BAR) else " " for cell in range(BAR + 1)]
        cells[round(one.confidence * BAR)] = "│"
        yield f"{span} {100 * one.right:5.0f} %  {''.join(cells)}  {click.style(f'of {one.count:,}', dim=True)}"


def _changes(comparison: Comparison, limit: int, width: int) -> Iterator[str]:
    for key, changes in comparison.lists:
        if changes:
            yield from _heading(f"{CHANGES[key]}: {len(changes):,}")
        for change in changes[:limit]:
            yield from _wrapped(_change(change), width, "  ")
        yield from _more(len(changes) - limit)
    if not any(changes for _, changes in comparison.lists):
        yield ""
        yield NO_CHANGE
    if uneven := what_is_not_compared(comparison):
        yield ""
        yield from (click.style(line, fg="yellow") for line in _wrapped(uneven, width))


def _change(change: Change) -> str:
    now = change.now.words
    return f"{_short(change.query)}  ({change.before.words if change.before is not change.now else 'still'} → {now})"


def _confusions(pairs: Sequence[Confusion], width: int) -> Iterator[str]:
    yield from _heading("Facts that are taken for each other")
    for pair in pairs[:PAIRS]:
        yield from _wrapped(f"{pair.count:>4}  {_short(pair.one.title)}", width, "      ", first="")
        yield from _wrapped(f"↔ {_short(pair.other.title)}", width, "        ", first="      ")
        ways = f"{len(pair.one_lost)} asked of the first went to the second, {len(pair.other_lost)} the other way"
        yield click.style(f"      {ways}", dim=True)
    yield from _more(len(pairs) - PAIRS, "--html FILE shows all")


def _misses(misses: Sequence[Judged], limit: int, width: int) -> Iterator[str]:
    yield from _heading(f"Misses: {len(misses):,}")
    for number, row in enumerate(misses[:limit]):
        if number:
            yield ""
        yield from (click.style(line, bold=True) for line in _wrapped(_short(row.asked.query) or "(nothing)", width))
        notes = click.style(f"  {row.outcome.words}", fg=_COLOURS[row.outcome])
        yield notes + (click.style(f"  {_short(where(row))}", dim=True) if where(row) else "")
        yield from _entry("expected", _with(expectation(row), details(row.expected, place(row))), width)
        yield from _entry("won", _with(winner(row), details(row.first, percent(row.confidence))), width)
        if row.why:
            yield from (click.style(line, dim=True) for line in _entry("because", _short(row.why), width))
    yield from _more(len(misses) - limit)


def _entry(name: str, text: str, width: int) -> Iterator[str]:
    yield from _wrapped(f"{name:9} {text}", width, " " * 12, first="  ")


def _with(text: str, detail: str) -> str:
    return f"{_short(text)}  ({_short(detail)})" if detail else _short(text)


def _more(number: int, how: str = "--limit shows more of them, --html FILE all") -> Iterator[str]:
    if number > 0:
        yield click.style(f"… and {number:,} more: {how}.", dim=True)


def _heading(text: str) -> Iterator[str]:
    yield ""
    yield click.style(text, bold=True, underline=True)


def _short(text: str) -> str:
    """One printable line, cut when it is very long."""
    line = " ".join(printable(text.replace("\n", " ")).split())
    return line if len(line) <= LONGEST else line[: LONGEST - 1] + "…"


def _wrapped(text: str, width: int, indent: str = "", first: str | None = None) -> list[str]:
    start = indent if first is None else first
    return textwrap.wrap(printable(text), width, initial_indent=start, subsequent_indent=indent, break_on_hyphens=False)
