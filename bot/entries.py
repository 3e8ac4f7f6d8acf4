"""A fact as the index sees it: stems instead of words, ready to be compared with a question."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class Row:
    """One stored phrasing. stems: in order, as a phrasing repeats them."""

    stems: tuple[str, ...]

    @cached_property
    def words(self) -> frozenset[str]:
        return frozenset(self.stems)

    @cached_property
    def pairs(self) -> frozenset[tuple[str, str]]:
        """Neighbouring stems."""
        return frozenset(zip(self.stems, self.stems[1:], strict=False))

    @cached_property
    def text(self) -> str:
        """The stems as one string, for comparing letters."""
        return " ".join(self.stems)

    @cached_property
    def padded(self) -> str:
        """The text with a space before and after it, so that a word's ends are letters too."""
        return f" {self.text} "


@dataclass(frozen=True)
class Entry:
    """One fact of the index.

    number:    the fact's number in the table.
    rows:      its phrasings in stored order; empty for a passage.
    sentences: its answer, sentence by sentence.
    topic:     stems of its topic.
    """

    number: int
    rows: tuple[Row, ...]
    sentences: tuple[Row, ...]
    topic: tuple[str, ...] = ()

    @cached_property
    def words(self) -> frozenset[str]:
        """Every stem of the fact: phrasings, answer and topic."""
        return frozenset(self.topic).union(*(row.words for row in self.rows), *(row.words for row in self.sentences))

    @cached_property
    def numbers(self) -> frozenset[str]:
        """The stems that are numbers."""
        return frozenset(word for word in self.words if word[0].isdigit())

    @cached_property
    def padded(self) -> str:
        """All its text, each word between spaces."""
        return "".join(row.padded for row in (*self.rows, *self.sentences))


def trigrams(text: str) -> frozenset[str]:
    """Runs of three characters of the text with a space before and after it."""
    padded = f" {text} "
    return frozenset(padded[i : i + 3] for i in range(len(padded) - 2))
