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
        self._words = [
            (f" {stem} ", weight, weight / len(grams := trigrams(stem)), grams)
            for stem, weight in (weights or dict.fromkeys(question.stems, 1.0)).items()
        ]
        """For each word: itself between spaces, its weight, the share of one of its trigrams, and those."""
        self._total = sum(weight for _, weight, _, _ in self._words) or 1.0

    def within(self, entry: Entry, unit: Unit | None) -> tuple[float, float]:
        """How much of the question's letters stands anywhere in a fact, and how much in one unit of its answer."""
        anywhere = self._in(entry.padded)
        return anywhere, self._in(unit.padded) if unit is not None and anywhere else 0.0

    def _in(self, padded: str) -> float:
        found = 0.0
        has = padded.__contains__
        for word, weight, share, grams in self._words:
            # a word that stands there has all its trigrams there
            found += weight if word in padded else share * sum(map(has, grams))
        return found / self._total
