"""Numbers that should be the same: those of a question against those of a fact."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.text import is_number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.entries import Entry, Row
    from bot.lexicon import Lexicon


class Numbers:
    """The numbers of one question."""

    def __init__(self, stems: Sequence[str], asked: frozenset[str], lexicon: Lexicon) -> None:
        """stems: the question's in order. asked: all of them, as typed and as repaired."""
        self._stop = lexicon.stop
        self._numbers = frozenset(stem for stem in asked if is_number(stem))
        self._names = self._names_in(stems) if self._numbers else frozenset()

    def other(self, entry: Entry, words: frozenset[str]) -> float:
        """1: the words have numbers, but not all of the question's. 0.5: they have none, and the fact has none of the
        question's. 0: the question has none."""
        if not self._numbers:
            return 0.0
        if any(map(is_number, words)):
            return float(not self._numbers <= words)
        return 0.5 * float(self._numbers.isdisjoint(entry.words))

    def other_name(self, entry: Entry, rows: Sequence[Row]) -> float:
        """1: the rows have a number that names something, and the fact lacks one that the question names."""
        if not self._names:
            return 0.0
        return float(not self._names <= entry.words and any(self._names_in(row.stems) for row in rows))

    def _names_in(self, stems: Sequence[str]) -> frozenset[str]:
        """The numbers that name something: versions ("1.4"), years, and those that follow what they number and count
        nothing themselves ("room 21", but not "5 people")."""
        found = set()
        for place, stem in enumerate(stems):
            if is_number(stem):
                before, after = stems[place - 1] if place else "", stems[place + 1] if place + 1 < len(stems) else ""
                if "." in stem or is_year(stem) or (self._says_something(before) and not self._says_something(after)):
                    found.add(stem)
        return frozenset(found)

    def _says_something(self, stem: str) -> bool:
        return stem.isalpha() and stem not in self._stop


def is_year(stem: str) -> bool:
    """Whether a number is most likely a year."""
    return len(stem) == 4 and stem[:2] in {"19", "20"} and stem.isdigit()
