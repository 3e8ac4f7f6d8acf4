"""What is to be counted: the noun after "how many", and whether a text counts it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.text import is_number

if TYPE_CHECKING:
    from bot.entries import Unit
    from bot.lexicon import Lexicon
    from bot.matching.question import Question

NOUNS: Final = 2
BEHIND: Final = 4
"""Words that may stand between a number and what it counts, that one included ("200 automotive industry veterans")."""
_OPENINGS: Final = (("how", "mani"), ("number", "of"))


class Counting:
    """What one question wants counted: for each noun, the stems of the table it may stand for."""

    def __init__(self, question: Question, lexicon: Lexicon) -> None:
        forms = {term.stem: frozenset(stem for stem, _ in term.forms) for term in question.terms}
        nouns = [
            stem
            for place in range(1, len(question.stems))
            if question.stems[place - 1 : place + 1] in _OPENINGS
            for stem in question.stems[place + 1 :]
            if stem not in lexicon.stop
        ]
        self._nouns: frozenset[str] = frozenset().union(
            *[forms.get(stem, frozenset()) | {stem} for stem in nouns[:NOUNS]]
        )
        self.any = bool(self._nouns)

    def counted(self, unit: Unit) -> float:
        """1: the noun stands behind a number; 0.5: without; 0: it is not there."""
        if self._nouns.isdisjoint(unit.words):
            return 0.0
        for place, stem in enumerate(unit.stems):
            if stem in self._nouns and any(map(is_number, unit.stems[max(0, place - BEHIND) : place])):
                return 1.0
        return 0.5
