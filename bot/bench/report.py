"""What was measured, as a table of text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from bot.bench.measuring import Measured

HEAD: Final = (
    f"{'facts':>9} {'build s':>8} {'MB':>6} {'file MB':>8} {'p50 ms':>7} {'p99 ms':>7} {'first %':>7} {'MB':>6} "
    f"{'cold s':>7} | {'rapidfuzz alone, p50 ms':>23} {'p99 ms':>8} {'first %':>7}"
)


def line(row: Measured) -> str:
    """One size, under HEAD."""
    return (
        f"{row.facts:>9,} {row.build:>8.1f} {row.build_memory:>6.0f} {row.file:>8.1f} {row.asked.p50:>7.1f} "
        f"{row.asked.p99:>7.1f} {100 * row.asked.first:>7.1f} {row.memory:>6.0f} {row.cold:>7.2f} | "
        f"{row.plain.p50:>23.1f} {row.plain.p99:>8.1f} {100 * row.plain.first:>7.1f}"
    )
