"""What turns a question round: a "not" on one side only, or the opposite of one of its words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.lexicon import NEGATIONS, PREFIXES_OF_OPPOSITES

if TYPE_CHECKING:
    from bot.entries import Entry
    from bot.lexicon import Lexicon
    from bot.matching.question import Question


class Opposites:
    """The opposites of one question's words."""

    def __init__(self, question: Question, asked: frozenset[str], lexicon: Lexicon) -> None:
        """asked: all stems of the question, as typed and as repaired."""
        self._is_negated = question.is_negated
        self._of: dict[str, list[str]] = {}
        for stem in asked:
            opposites = set(lexicon.opposites.get(stem, ()))
            if len(stem) > 3 and stem.isalpha():
                opposites |= _by_prefix(stem)
            for opposite in opposites - asked:
                self._of.setdefault(opposite, []).append(stem)
        self._all = frozenset(self._of)

    def negated_otherwise(self, words: frozenset[str]) -> bool:
        """Whether one is negated and the other is not."""
        return self._is_negated != (len(NEGATIONS & words) % 2 == 1)

    def opposite(self, entry: Entry, words: frozenset[str]) -> bool:
        """Whether an opposite of a word of the question is among the words, and the word is nowhere in the fact."""
        return any(stem not in entry.words for word in self._all & words for stem in self._of[word])


def _by_prefix(stem: str) -> set[str]:
    """What a stem is the opposite of but for a prefix (lock, unlock): see Lexicon.are_opposite."""
    longer = {prefix + stem for prefix in PREFIXES_OF_OPPOSITES}
    shorter = {stem[len(prefix) :] for prefix in PREFIXES_OF_OPPOSITES if stem.startswith(prefix)}
    return longer | {rest for rest in shorter if len(rest) > 2}
