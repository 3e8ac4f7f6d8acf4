"""Two small convex problems: the ranker's weights, and the confidence's. Both keep every sign where it belongs.

Ranker: for a question with candidates i and features f_i, the right one r,

    minimise  - mean over questions of  log( exp(w.f_r) / sum_i exp(w.f_i) )  +  l2 |w|^2

(listwise, with one relevant item: Z. Cao et al., Learning to Rank: From Pairwise to Listwise Approach, 2007).
Confidence: logistic regression of "the first is right" on standardised inputs. Each set of questions counts the same,
however many it has, so that no one kind of table prevails.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.optimize import minimize

from bot.matching.confidence import INPUT_SIGNS, inputs
from bot.matching.features.names import FEATURES, SIGNS
from bot.matching.model import Model

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from bot.fitting.examples import LabelledSet

    Vector = NDArray[np.float64]
    Problem = list[tuple[NDArray[np.float64], Vector]]

RANKING_L2: Final = 5e-4
CONFIDENCE_L2: Final = 1e-3
LARGEST: Final = 12.0


def fit(sets: Sequence[LabelledSet]) -> Model:
    """The model that fits the sets; one without a question that can be learned from is left aside."""
    sets = [one for one in sets if any(example.right is not None for example in one.examples)]
    ranking = fit_ranking(sets)
    weights, intercept = fit_confidence(sets, ranking)
    return Model(tuple(map(float, ranking)), tuple(map(float, weights)), float(intercept))


def fit_ranking(sets: Sequence[LabelledSet]) -> Vector:
    """A weight for each of FEATURES, within LARGEST and of the feature's sign."""
    blocks = [_stacked(one) for one in sets]

    def loss(w: Vector) -> tuple[float, Vector]:
        total, gradient = RANKING_L2 * float(w @ w), 2 * RANKING_L2 * w
        for features, starts, owner, right in blocks:
            z = features @ w
            greatest = np.maximum.reduceat(z, starts)
            e = np.exp(z - greatest[owner])
            sums = np.add.reduceat(e, starts)
            total -= float((z[right] - greatest - np.log(sums)).mean()) / len(blocks)
            gradient = gradient + (features.T @ (e / sums[owner]) - features[right].sum(0)) / len(starts) / len(blocks)
        return total, gradient

    bounds = [(0 if SIGNS[name] > 0 else -LARGEST, 0 if SIGNS[name] < 0 else LARGEST) for name in FEATURES]
    found: Vector = minimize(loss, np.zeros(len(FEATURES)), jac=True, bounds=bounds, method="L-BFGS-B").x
    return found


def fit_confidence(sets: Sequence[LabelledSet], ranking: Vector) -> tuple[Vector, float]:
    """A weight for each of INPUTS and the intercept, in the inputs' own units."""
    problems = [confidence_problem(one, ranking) for one in sets]
    every = np.vstack([x for x, _ in problems])
    mean, spread = every.mean(0), every.std(0) + 1e-9

    def loss(v: Vector) -> tuple[float, Vector]:
        c, b = v[:-1], v[-1]
        total, gradient = CONFIDENCE_L2 * float(c @ c), np.append(2 * CONFIDENCE_L2 * c, 0.0)
        for x, right in problems:
            scaled = (x - mean) / spread
            z = scaled @ c + b
            total += float((np.logaddexp(0, z) - right * z).mean()) / len(problems)
            error = (1 / (1 + np.exp(-z)) - right) / len(right) / len(problems)
            gradient = gradient + np.append(scaled.T @ error, error.sum())
        return total, gradient

    signs = list(INPUT_SIGNS.values())
    bounds = [(0 if sign > 0 else None, 0 if sign < 0 else None) for sign in signs] + [(None, None)]
    found: Vector = minimize(loss, np.zeros(len(signs) + 1), jac=True, bounds=bounds, method="L-BFGS-B").x
    weights = found[:-1] / spread
    return weights, float(found[-1] - weights @ mean)


def confidence_problem(one: LabelledSet, ranking: Vector) -> tuple[NDArray[np.float64], Vector]:
    """(inputs, whether the first fact is right as 0 or 1) of each question that has candidates."""
    rows, right = [], []
    for example in one.examples:
        if not len(example.features):
            continue
        z = example.features @ ranking
        order = np.argsort(-z, kind="stable")
        rows.append(inputs(example.question, z[order].tolist(), example.features[order[0]].tolist()))
        right.append(float(order[0] == example.right))
    return np.array(rows), np.array(right)


def _stacked(one: LabelledSet) -> tuple[NDArray[np.float64], NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """(features of all candidates, where each question's begin, whose each is, the right ones) of a set."""
    kept = [example for example in one.examples if example.right is not None and len(example.features) > 1]
    sizes = np.array([len(example.features) for example in kept])
    starts = np.concatenate(([0], np.cumsum(sizes)[:-1]))
    right = starts + np.array([example.right for example in kept])
    return np.vstack([example.features for example in kept]), starts, np.repeat(np.arange(len(kept)), sizes), right
