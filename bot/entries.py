"""A fact as the index sees it: stems instead of words, ready to be compared with a question.

Thousands of these are made and compared in a question's few milliseconds, so what every comparison needs is worked out
once, when they are made.
"""

from __future__ import annotations


class Row:
    """One stored phrasing.

    text:   its stems in order, with a space between them.
    padded: the same with a space before and after, so that a word's ends are letters too.
    words:  the set of the stems.
    """

    __slots__ = ("padded", "text", "words")

    def __init__(self, stems: list[str]) -> None:
        self.words = frozenset(stems)
        self.text = " ".join(stems)
        self.padded = f" {self.text} "

    @property
    def stems(self) -> list[str]:
        """The stems in order, cut from the text each time."""
        return self.text.split()


class Unit(Row):
    """One piece of an answer that can be understood alone (see text.units). spelt: as it stands there."""

    __slots__ = ("spelt",)

    def __init__(self, spelt: str, stems: list[str]) -> None:
        super().__init__(stems)
        self.spelt = spelt


class Entry:
    """One fact of the index.

    number:  the fact's number in the table.
    rows:    its phrasings in stored order; empty for a passage.
    units:   its answer, piece by piece.
    topic:   the stems of its topic.
    near:    the stems of the passages right before and after a passage in its document.
    words:   every stem of the fact: phrasings, answer and topic.
    padded:  phrasings and answer as one text, each word between spaces.
    """

    __slots__ = ("near", "number", "padded", "rows", "topic", "units", "words")

    def __init__(
        self,
        number: int,
        rows: tuple[Row, ...],
        units: tuple[Unit, ...],
        topic: frozenset[str],
        near: frozenset[str] = frozenset(),
    ) -> None:
        self.number = number
        self.rows = rows
        self.units = units
        self.topic = topic
        self.near = near
        texts = (*rows, *units)
        self.words = topic.union(*[row.words for row in texts])
        self.padded = "".join([row.padded for row in texts])


def trigrams(text: str) -> frozenset[str]:
    """Runs of three characters of the text with a space before and after it."""
    padded = f" {text} "
    return frozenset([padded[i : i + 3] for i in range(len(padded) - 2)])
