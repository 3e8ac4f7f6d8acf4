"""How likely it is that the first fact is right: a logistic model of the ranking, the same on every table.

    confidence = 1 / (1 + exp(-(intercept + sum_i c_i x_i)))

x_i are the INPUTS below. Those that speak for the fact may only raise the confidence and those that speak against it
only lower it: with free signs the model fits its own tables better and others worse. The facts below the first get

    confidence_k = confidence_1 * exp(z_k - z_1)

with z the ranking scores, so that the order holds and the odds between two facts are the ranker's.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from bot.matching.features.names import FEATURES, SIGNS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.matching.question import Question

_FROM_RANKING: Final[dict[str, int]] = {
    "margin": 1,  # z1 - z2, at most 4
    "margin_to_fifth": 1,  # z1 - z5, at most 6
    "share": 1,  # exp(z1) / sum exp(z): the ranker's own probability
    "met": 1,  # ln(1 + weight of the question's words that the fact has): how much there is to go by
    "one_word": -1,  # at most one content word
    "strange": -1,  # share of the weight in words that nothing in the table is like
    "phrasings": 0,  # log2(1 + stored phrasings a fact)
    "passage_score": 0,  # z1 of a passage, whose scores have another range; 0 for others
    "passage_sentence": 1,  # its best unit's coverage
    "passage_credit": 1,  # its credit
    "passage_table": 0,  # log10 of how many facts there are
}
_FROM_FEATURES: Final = (
    "support", "whole", "sentence", "likeness", "number", "version", "negation", "opposite",
    "withheld", "withheld_likely", "uncounted", "asked_unlike", "passage", "credit", "meaning", "meaning_answer",
    "meaning_centre", "meaning_credit",
)  # fmt: skip
INPUT_SIGNS: Final[dict[str, int]] = {**_FROM_RANKING, **{name: SIGNS[name] for name in _FROM_FEATURES}}
INPUTS: Final = tuple(INPUT_SIGNS)
_PLACES: Final = [FEATURES.index(name) for name in _FROM_FEATURES]
_PASSAGE: Final = FEATURES.index("passage")
_WHOLE: Final = FEATURES.index("whole")
_CREDIT: Final = FEATURES.index("credit")
_SENTENCE: Final = FEATURES.index("sentence")
_CONTENT_WEIGHT: Final = 0.3


def inputs(question: Question, scores: Sequence[float], first: Sequence[float]) -> tuple[float, ...]:
    """The inputs in the order of INPUTS. scores: z of every candidate, falling. first: features of the first."""
    top = scores[0]
    second = scores[1] if len(scores) > 1 else top - 4
    fifth = scores[4] if len(scores) > 4 else top - 6
    words = sum(term.weight > _CONTENT_WEIGHT for term in question.terms)
    totals = question.totals
    return (
        min(4.0, top - second),
        min(6.0, top - fifth),
        1 / sum(math.exp(score - top) for score in scores),
        math.log1p(question.total * first[_WHOLE]),
        float(words <= 1),
        question.strange,
        math.log2(1 + totals["phrasings"] / max(1, totals["facts"])),
        first[_PASSAGE] * top,
        first[_PASSAGE] * first[_SENTENCE],
        first[_PASSAGE] * first[_CREDIT],
        first[_PASSAGE] * math.log10(max(1, totals["facts"])),
        *(first[place] for place in _PLACES),
    )


def logistic(x: float) -> float:
    """1 / (1 + exp(-x)), for any x."""
    return 1 / (1 + math.exp(-x)) if x > -700 else 0.0
