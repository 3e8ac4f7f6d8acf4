"""The two plots of the page, as SVG that takes its colours from the page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.evaluation.figures import PRECISION, percent
from bot.evaluation.measuring import best_point

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.evaluation.measuring import Bin, Point

LEFT: Final = 44
TOP: Final = 12
SIDE: Final = 300
"""The plotting area, a square, in the units of the drawing; LEFT and TOP are its margins."""
MOST_POINTS: Final = 400
"""More points of a curve than that cannot be told apart."""


def reliability_plot(bins: Sequence[Bin]) -> Iterator[str]:
    """Bars for how often the first fact was right, by how sure it was; an honest one ends on the diagonal."""
    told = "; ".join(
        f"{_span(one)} sure: {percent(one.right)} of {one.count:,} right" for one in bins if one.right is not None
    )
    yield from _opening("Reliability", told)
    for one in bins:
        if one.right is None or one.confidence is None:
            continue
        x, width, height = _x(one.low) + 2, SIDE / len(bins) - 4, SIDE * one.right
        yield (
            f'<rect class="bar" x="{x:.1f}" y="{_y(one.right):.1f}" width="{width:.1f}" height="{height:.1f}" rx="2">'
            f"<title>{_span(one)} sure: {percent(one.right)} right, "
            f"{percent(one.confidence)} sure on average, {one.count:,} questions</title></rect>"
        )
    yield f'<path class="guide" d="M{_x(0)} {_y(0)}L{_x(1)} {_y(1)}"/>'
    for one in bins:
        if one.right is not None and one.confidence is not None:
            yield f'<circle class="dot" cx="{_x(one.confidence):.1f}" cy="{_y(one.right):.1f}" r="4"/>'
    yield from _axes("how sure the first fact was", "how often it was right")


def coverage_plot(points: Sequence[Point]) -> Iterator[str]:
    """Precision against coverage as the threshold falls, and the point where 95 % of answers are right."""
    best = best_point(points, PRECISION)
    reached = percent(best.coverage if best else 0)
    yield from _opening("Precision by coverage", f"{reached} answered right at {percent(PRECISION)} precision")
    yield f'<path class="guide" d="M{_x(0)} {_y(PRECISION):.1f}H{_x(1)}"/>'
    step = max(1, len(points) // MOST_POINTS)
    # coverage 0 is nowhere in particular: the line begins with the first right answer
    shown = [point for point in (*points[:-1:step], *points[-1:]) if point.coverage > 0]
    if shown:
        line = "L".join(f"{_x(point.coverage):.1f} {_y(point.precision):.1f}" for point in shown)
        yield f'<path class="line" d="M{line}"/>'
    if best:
        yield f'<circle class="dot" cx="{_x(best.coverage):.1f}" cy="{_y(best.precision):.1f}" r="5"/>'
        side, anchor = (-8, "end") if best.coverage > 0.5 else (8, "start")
        yield f'<path class="guide" d="M{_x(best.coverage):.1f} {_y(best.precision):.1f}V{_y(0)}"/>'
        # the curve seldom falls so low: the words stand in nobody's way
        yield (
            f'<text class="strong" x="{_x(best.coverage) + side:.1f}" y="{_y(0.04):.1f}" '
            f'text-anchor="{anchor}">{percent(best.coverage)} from confidence {best.threshold:.2f}</text>'
        )
    yield from _axes("answered right, of what can be answered", "right, of the answers given")


def _opening(title: str, description: str) -> Iterator[str]:
    yield f'<svg viewBox="0 0 {LEFT + SIDE + 16} {TOP + SIDE + 46}" role="img" aria-label="{title}: {description}">'
    for tenth in range(0, 11, 2):
        yield f'<path class="grid" d="M{_x(0)} {_y(tenth / 10):.1f}H{_x(1)}"/>'


def _axes(across: str, up: str) -> Iterator[str]:
    yield f'<path class="axis" d="M{_x(0)} {_y(1)}V{_y(0)}H{_x(1)}"/>'
    for tenth in range(0, 11, 2):
        yield f'<text x="{_x(tenth / 10):.1f}" y="{_y(0) + 17}" text-anchor="middle">{10 * tenth}</text>'
        yield f'<text x="{LEFT - 6}" y="{_y(tenth / 10) + 4:.1f}" text-anchor="end">{10 * tenth}</text>'
    middle = LEFT + SIDE / 2
    yield f'<text x="{middle}" y="{_y(0) + 36}" text-anchor="middle">{across}, %</text>'
    yield f'<text transform="translate(12 {TOP + SIDE / 2}) rotate(-90)" text-anchor="middle">{up}, %</text></svg>\n'


def _span(one: Bin) -> str:
    return f"{100 * one.low:.0f} to {100 * one.high:.0f} %"


def _x(value: float) -> float:
    return LEFT + SIDE * value


def _y(value: float) -> float:
    return TOP + SIDE * (1 - value)
