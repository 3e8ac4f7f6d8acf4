"""The report as one page that needs nothing else: no script, no font, no picture from elsewhere."""

from __future__ import annotations

from html import escape
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from bot.evaluation.figures import LABELS, percent
from bot.evaluation.judging import Outcome
from bot.evaluation.plots import coverage_plot, reliability_plot
from bot.evaluation.wording import (
    CHANGES,
    NO_CHANGE,
    counted,
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

    from bot.evaluation.comparing import Comparison
    from bot.evaluation.confusing import Confusion
    from bot.evaluation.judging import Judged
    from bot.evaluation.measuring import Bin
    from bot.evaluation.report import Report


def page(report: Report, comparison: Comparison | None = None) -> Iterator[str]:
    """The page, piece by piece. What other people wrote is escaped, and kept from turning the line round."""
    yield from _head(report)
    yield "<main>\n"
    yield from _figures(report, comparison)
    yield from _plots(report)
    yield from _decisions(report)
    if comparison is not None:
        yield from _changes(comparison)
    if report.confused:
        yield from _confusions(report.confused)
    yield from _misses(report.misses)
    yield "</main>\n</body>\n</html>\n"


def _head(report: Report) -> Iterator[str]:
    style = Path(__file__).with_name("page_style.css").read_text(encoding="utf-8")
    yield '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
    yield "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    yield f"<title>Evaluation of {_safe(Path(report.table).name)}</title>\n<style>\n{style}</style>\n</head>\n<body>\n"
    yield f"<header>\n<h1>How well it answers</h1>\n<p>{_safe(what_was_asked(report))}</p>\n"
    if lacking := what_is_lacking(report):
        yield f'<p class="note">{_safe(lacking)}</p>\n'
    yield '<nav><a href="#plots">Plots</a> <a href="#decisions">Decisions</a> '
    yield '<a href="#confused">Confusions</a> ' if report.confused else ""
    yield f'<a href="#misses">Misses: {len(report.misses):,}</a></nav>\n</header>\n'


def _figures(report: Report, comparison: Comparison | None) -> Iterator[str]:
    before = {key: value for key, value, _ in comparison.figures} if comparison else {}
    yield '<dl class="figures">\n'
    for label in LABELS:
        value: float | None = getattr(report.figures, label.key)
        yield f'<div><dt>{label.name}</dt><dd class="value">{label.written(value)}</dd>'
        if comparison is not None:
            change = difference(label, before[label.key], value)
            tone = {1: ' class="better"', -1: ' class="worse"'}.get(change.tone, "")
            yield f'<dd{tone}>{change.text} <span class="soft">from {label.written(before[label.key])}</span></dd>'
        yield f'<dd class="soft">{label.meaning}</dd></div>\n'
    yield "</dl>\n"


def _plots(report: Report) -> Iterator[str]:
    yield '<h2 id="plots">Can its confidence be believed?</h2>\n<div class="plots">\n<figure>\n'
    yield from reliability_plot(report.bins)
    yield "<figcaption>Where a bar ends below the dashed line, it was surer than it should be. The dots stand at the "
    yield "mean confidence.</figcaption>\n</figure>\n<figure>\n"
    yield from coverage_plot(report.points)
    yield "<figcaption>The further right the line stays above the dashed 95 %, the more can be answered.</figcaption>\n"
    yield "</figure>\n</div>\n"
    yield "<details>\n<summary>The calibration as numbers</summary>\n"
    yield from _bins(report.bins)
    yield "</details>\n"


def _bins(bins: Sequence[Bin]) -> Iterator[str]:
    yield '<div class="scroll"><table>\n<thead><tr><th scope="col">Sure</th><th scope="col">questions</th>'
    yield '<th scope="col">mean</th><th scope="col">right</th></tr></thead>\n<tbody>\n'
    for one in bins:
        cells = ("—" if value is None else percent(value) for value in (one.confidence, one.right))
        numbers = "".join(f"<td>{cell}</td>" for cell in (f"{one.count:,}", *cells))
        yield f'<tr><th scope="row">{100 * one.low:.0f} to {100 * one.high:.0f} %</th>{numbers}</tr>\n'
    yield "</tbody></table></div>\n"


def _decisions(report: Report) -> Iterator[str]:
    both = report.answerable < len(report.rows)
    yield '<h2 id="decisions">What it decided</h2>\n<div class="scroll"><table>\n<thead><tr>'
    no_fact = '<th scope="col">no fact<br>answers</th>' if both else ""
    yield f'<th scope="col">Decision</th><th scope="col">a fact<br>answers</th>{no_fact}</tr></thead>\n<tbody>\n'
    for outcome in Outcome if both else report.decided:
        counts = [decided.get(outcome) for decided in (report.decided, report.decided_unanswerable)[: 1 + both]]
        cells = "".join(f"<td>{'' if count is None else f'{count:,}'}</td>" for count in counts)
        yield f'<tr><th scope="row" class="{outcome}">{outcome.words}</th>{cells}</tr>\n'
    yield "</tbody></table></div>\n"


def _changes(comparison: Comparison) -> Iterator[str]:
    yield f"<h2>What changed since {_safe(comparison.before)}</h2>\n"
    if not any(changes for _, changes in comparison.lists):
        yield f"<p>{NO_CHANGE}</p>\n"
    if uneven := what_is_not_compared(comparison):
        yield f'<p class="note">{uneven}</p>\n'
    for key, changes in comparison.lists:
        if not changes:
            continue
        is_open = " open" if len(changes) <= 20 else ""
        yield f"<details{is_open}>\n<summary>{CHANGES[key]}: {len(changes):,}</summary>\n<ul>\n"
        for change in changes:
            was = "still" if change.before is change.now else f"{_outcome(change.before)} →"
            yield f"<li>{_safe(change.query)}<br>{was} {_outcome(change.now)}</li>\n"
        yield "</ul>\n</details>\n"


def _confusions(pairs: Sequence[Confusion]) -> Iterator[str]:
    often = [pair for pair in pairs if pair.count > 1]
    once = pairs[len(often) :]
    yield '<h2 id="confused">Facts that are taken for each other</h2>\n'
    yield from _pairs(often)
    if once:
        yield f"<details>\n<summary>{counted(len(once), 'pair')} confused just once</summary>\n"
        yield from _pairs(once)
        yield "</details>\n"


def _pairs(pairs: Sequence[Confusion]) -> Iterator[str]:
    yield "<ol>\n"
    for pair in pairs:
        yield f'<li>{_safe(pair.one.title)} <span aria-hidden="true">↔</span> {_safe(pair.other.title)}'
        yield f'<p class="soft">{counted(len(pair.one_lost), "question")} of the first went to the second, '
        yield f"{len(pair.other_lost):,} the other way.</p></li>\n"
    yield "</ol>\n"


def _misses(misses: Sequence[Judged]) -> Iterator[str]:
    groups = [(outcome, list(rows)) for outcome, rows in groupby(misses, key=lambda row: row.outcome)]
    yield f'<h2 id="misses">Misses: {len(misses):,}</h2>\n<nav>'
    for outcome, rows in groups:
        yield f'<a href="#{outcome}">{_heading(outcome)}: {len(rows):,}</a> '
    yield "</nav>\n"
    for outcome, rows in groups:
        yield f'<h3 id="{outcome}" class="{outcome}">{_heading(outcome)}</h3>\n<ol class="misses">\n'
        for row in rows:
            yield from _miss(row)
        yield "</ol>\n"


def _miss(row: Judged) -> Iterator[str]:
    came, line = details(row.expected, place(row)), where(row)
    yield f'<li><div class="asked">{_safe(row.asked.query) or "(nothing)"}</div><dl>'
    yield f'<dt>expected</dt><dd>{_safe(expectation(row))} <span class="soft">{_safe(came)}</span></dd>'
    sure = details(row.first, percent(row.confidence))
    yield f'<dt>won</dt><dd>{_safe(winner(row))} <span class="soft">{_safe(sure)}</span></dd>'
    if row.why:
        yield f"<dt>because</dt><dd>{_safe(row.why)}</dd>"
    if line:
        yield f'<dt>stands in</dt><dd class="soft">{_safe(line)}</dd>'
    yield "</dl></li>\n"


def _outcome(outcome: Outcome) -> str:
    return f'<span class="{outcome}">{outcome.words}</span>'


def _heading(outcome: Outcome) -> str:
    words = "offered, the right one not first" if outcome is Outcome.OFFERED_WITH else outcome.words
    return words[0].upper() + words[1:]


def _safe(text: str) -> str:
    """Somebody else's words: nothing in them is markup, and what runs from right to left stays among themselves."""
    shown = escape(printable(text)).replace(" %", "&nbsp;%")
    return f"<bdi>{shown}</bdi>" if shown else ""
