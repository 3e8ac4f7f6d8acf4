"""Letters in common, where words differ: trigrams of a question's words that stand somewhere in a text.

A word w has the weight that it has as a whole, shared evenly among its trigrams G(w); stop words have none:

    letters(R)  =  sum_w w(w) |G(w) in R| / |G(w)|  /  sum_w w(w)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.entries import trigrams

if TYPE_CHECKING:
    from bot.entries import Entry, Unit
    from bot.lexicon import Lexicon
    from bot.matching.question import Question


class Letters:
    """The trigrams of one question's words."""

    def __init__(self, question: Question, lexicon: Lexicon) -> None:
        weights = {stem: question.weights[stem] for stem in question.stems if stem not in lexicon.stop}
        shares: dict[str, float] = {}
        for stem, weight in (weights or dict.fromkeys(question.stems, 1.0)).items():
            grams = trigrams(stem)
            for gram in grams:
                shares[gram] = shares.get(gram, 0.0) + weight / len(grams)
        self._shares = list(shares.items())
        self._total = sum(shares.values()) or 1.0

    def within(self, entry: Entry, unit: Unit | None) -> tuple[float, float]:
        """How much of the question's letters stands anywhere in a fact, and how much in one unit of its answer."""
        padded = entry.padded
        found = [(gram, share) for gram, share in self._shares if gram in padded]
        anywhere = sum([share for _, share in found]) / self._total
        if unit is None or not found:
            return anywhere, 0.0
        padded = unit.padded
        return anywhere, sum([share for gram, share in found if gram in padded]) / self._total
