"""How good a ranking is and how honest its confidence, as numbers: pure arithmetic, no fact table."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

BINS: Final = 10


@dataclass(frozen=True, slots=True)
class Claim:
    """What the first fact's confidence promised, 0 to 1, and whether that fact was right."""

    confidence: float
    right: bool


@dataclass(frozen=True, slots=True)
class Point:
    """What answering from this confidence upwards would give. All are 0 to 1.

    coverage:  right answers given, of the questions that have one.
    precision: right answers given, of all answers given.
    """

    threshold: float
    coverage: float
    precision: float


@dataclass(frozen=True, slots=True)
class Bin:
    """The claims whose confidence lies from `low` up to `high`, 1 counting with the last bin.

    confidence: their mean; right: the share of them that were right; both None when count is 0.
    """

    low: float
    high: float
    count: int
    confidence: float | None
    right: float | None


def share(part: int, whole: int) -> float | None:
    """The share that a part is of the whole, 0 to 1; None of nothing."""
    return part / whole if whole else None


def share_within(ranks: Sequence[int | None], places: int) -> float | None:
    """R@k: of the questions that have an answer, the share with the right fact among the first `places`.

    ranks: for each such question the place of its right fact, from 1; None when it was not listed.
    """
    return share(sum(rank is not None and rank <= places for rank in ranks), len(ranks))


def mean_reciprocal_rank(ranks: Sequence[int | None]) -> float | None:
    """MRR = (1/Q) sum_q 1 / rank_q, 0 to 1, where an unlisted fact adds 0.

    (E. Voorhees, The TREC-8 Question Answering Track Report, 1999.)
    """
    return sum(1 / rank for rank in ranks if rank is not None) / len(ranks) if ranks else None


def auroc(claims: Iterable[Claim]) -> float | None:
    """The chance that a right claim is the more confident of a right and a wrong one, ties counting half; 0 to 1.

        (R - n(n + 1)/2) / (n m)

    for n right and m wrong claims, R being the sum of the right ones' ranks by rising confidence, equal ones sharing
    their mean rank. None unless there are both.
    (J. Hanley, B. McNeil, The Meaning and Use of the Area under a ROC Curve, 1982.)
    """
    right = wrong = 0
    ranks = 0.0
    for _, group in groupby(sorted(claims, key=_confidence), key=_confidence):
        alike = list(group)
        good = sum(claim.right for claim in alike)
        ranks += good * (right + wrong + (len(alike) + 1) / 2)
        right += good
        wrong += len(alike) - good
    return (ranks - right * (right + 1) / 2) / (right * wrong) if right and wrong else None


def curve(claims: Iterable[Claim], answerable: int) -> tuple[Point, ...]:
    """What each threshold that makes a difference would give, the highest first: coverage only grows.

    answerable: how many questions have an answer; without any, there is no curve.
    """
    points = []
    given = right = 0
    falling = sorted(claims, key=_confidence, reverse=True)
    for confidence, group in groupby(falling, key=_confidence):
        alike = list(group)
        given += len(alike)
        right += sum(claim.right for claim in alike)
        if answerable:
            points.append(Point(confidence, right / answerable, right / given))
    return tuple(points)


def best_point(points: Iterable[Point], precision: float) -> Point | None:
    """The point of greatest coverage that is at least this precise; None when there is none that answers anything."""
    precise = (point for point in points if point.precision >= precision and point.coverage > 0)
    return max(precise, key=lambda point: point.coverage, default=None)


def reliability(claims: Iterable[Claim]) -> tuple[Bin, ...]:
    """The claims in ten bins of equal width: beside what was promised, what was kept."""
    members: list[list[Claim]] = [[] for _ in range(BINS)]
    for claim in claims:
        members[min(BINS - 1, int(claim.confidence * BINS))].append(claim)
    return tuple(_bin(number, some) for number, some in enumerate(members))


def calibration_error(bins: Sequence[Bin]) -> float | None:
    """ECE = sum_b n_b / n |right_b - confidence_b|, 0 (honest) to 1; None without claims.

    (M. Naeini, G. Cooper, M. Hauskrecht, Obtaining Well Calibrated Probabilities Using Bayesian Binning, 2015;
    C. Guo et al., On Calibration of Modern Neural Networks, 2017, eq. 3.)
    """
    claims = sum(one.count for one in bins)
    gaps = sum(one.count * abs((one.right or 0.0) - (one.confidence or 0.0)) for one in bins)
    return gaps / claims if claims else None


def _bin(number: int, claims: Sequence[Claim]) -> Bin:
    low, high, count = number / BINS, (number + 1) / BINS, len(claims)
    if not count:
        return Bin(low, high, 0, None, None)
    mean = sum(claim.confidence for claim in claims) / count
    return Bin(low, high, count, mean, sum(claim.right for claim in claims) / count)


def _confidence(claim: Claim) -> float:
    return claim.confidence
