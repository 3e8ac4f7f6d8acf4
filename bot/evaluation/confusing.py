"""Which facts get in each other's way."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.evaluation.judging import Judged, Named


@dataclass(frozen=True, slots=True)
class Confusion:
    """Two facts, and the questions of each for which the other was ranked first; `one` lost at least as many."""

    one: Named
    other: Named
    one_lost: tuple[str, ...]
    other_lost: tuple[str, ...]

    @property
    def count(self) -> int:
        """The questions lost, both ways."""
        return len(self.one_lost) + len(self.other_lost)


def confusions(rows: Iterable[Judged]) -> tuple[Confusion, ...]:
    """All pairs that were confused, the most often confused first, pairs with losses both ways before others."""
    lost: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    names: dict[str, Named] = {}
    for row in rows:
        if row.expected is None or row.first is None or row.rank == 1:
            continue
        names[row.expected.id], names[row.first.id] = row.expected, row.first
        lost[row.expected.id, row.first.id].append(row.asked.query)
    found = []
    for pair in {min(pair, pair[::-1]) for pair in lost}:
        one, other = pair if len(lost.get(pair, ())) >= len(lost.get(pair[::-1], ())) else pair[::-1]
        found.append(
            Confusion(names[one], names[other], tuple(lost.get((one, other), ())), tuple(lost.get((other, one), ())))
        )
    return tuple(sorted(found, key=lambda pair: (-pair.count, -len(pair.other_lost), pair.one.id, pair.other.id)))
