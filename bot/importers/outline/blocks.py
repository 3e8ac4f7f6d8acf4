"""What every kind of document is taken apart into, before anything is made of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto

QUESTION_LEVEL = 7
"""A question that stands within the text opens a section below every heading."""

_NO_TEXT = re.compile("[\0-\x08\x0e-\x1b\x7f\u00ad\u200b\ufeff\ud800-\udfff]")


class Kind(Enum):
    """How a block is joined to its neighbours."""

    HEADING = auto()
    """Opens a section; text below belongs to it until a heading of the same or a higher level."""
    TEXT = auto()
    """A paragraph."""
    ITEM = auto()
    """An item of a list; belongs to the sentence that introduces the list."""
    CODE = auto()
    """Lines that stand as they are; belong to the paragraph before."""
    ROW = auto()
    """A row of a table, a line a cell; a passage of its own."""
    END = auto()
    """Closes the question within the text, or all headings of its level and below; without text."""


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a document, in the document's own words.

    text:   one line, but for code and rows.
    level:  of a heading, from 1; QUESTION_LEVEL for a question within the text.
    asks:   the heading is a question by the document's own markup, whatever its words.
    leads:  the text introduces what follows (a term before its definition), and is kept with it.
    strong: the bold words that the text opens with; they may be a question.
    line:   where it starts, from 1; 0 where a document has no lines.
    place:  the same in words ("page 4"); "" where the line says it.
    anchor: what leads there ("#install"); "" for none.
    """

    kind: Kind
    text: str = ""
    level: int = 0
    asks: bool = False
    leads: bool = False
    strong: str = ""
    line: int = 0
    place: str = ""
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Outline:
    """A document taken apart.

    given:  what it says of itself, by the fields of Source.
    text:   its whole text as it was decoded, against which what is made of it is checked.
    around: what else a reader's browser shows on the page.
    """

    blocks: tuple[Block, ...]
    given: dict[str, str]
    text: str
    around: str = ""


def clean(text: str) -> str:
    """The text without what is no character for a reader: control and invisible characters, soft hyphens."""
    return _NO_TEXT.sub("", text)
