"""What turns a question round: a "not" on one side only, or the opposite of one of its words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.lexicon import NEGATIONS

if TYPE_CHECKING:
    from bot.entries import Entry
    from bot.lexicon import Lexicon
    from bot.matching.question import Question


class Opposites:
    """The opposites of one question's words. asked: all its stems, as typed and as repaired."""

    def __init__(self, question: Question, asked: frozenset[str], lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._asked = asked
        self._is_negated = question.is_negated
        self._listed = {
            opposite: term.stem for term in question.terms for opposite in lexicon.opposites.get(term.stem, ())
        }
        self._endings: dict[str, list[str]] = {}
        for stem in asked:
            if len(stem) > 3 and stem.isalpha():
                self._endings.setdefault(stem[-3:], []).append(stem)

    def negated_otherwise(self, words: frozenset[str]) -> bool:
        """Whether one is negated and the other is not."""
        return self._is_negated != (len(NEGATIONS & words) % 2 == 1)

    def opposite(self, entry: Entry, words: frozenset[str]) -> bool:
        """Whether an opposite of a word of the question is among the words, and the word is nowhere in the fact."""
        for word in self._listed.keys() & words:
            if word not in self._asked and self._listed[word] not in entry.words:
                return True
        for word in words - self._asked:
            for stem in self._endings.get(word[-3:], ()):
                if stem not in entry.words and self._lexicon.are_opposite(stem, word):
                    return True
        return False
