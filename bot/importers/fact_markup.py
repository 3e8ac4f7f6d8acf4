"""Which lines of fact Markdown are structure, and the backslash before an answer's lines that only look like it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from bot.errors import DocumentError
from bot.importers.lines import NumberedLine

FACT_KEYS = {
    "where": "locator",
    "quote": "quote",
    "id": "id",
    "as of": "as_of",
    "review by": "review_by",
    "checked": "checked",
    "anchor": "anchor",
}
"""Key lines that describe the fact, and the field of Fact that each one gives."""

SOURCE_KEYS = {
    "source": "title",
    "publisher": "publisher",
    "author": "author",
    "published": "published",
    "link": "url",
    "digest": "digest",
}
"""Key lines that describe another document than the file's, and the field of Source that each one gives."""

KEY_NAMES = tuple(key.capitalize() for key in (*FACT_KEYS, *SOURCE_KEYS))

# As in CommonMark, four spaces before a line make it text; bullets are spared that, for lists are often indented.
_HEADING = re.compile(r" {0,3}(#{1,2})(?:\s+(.*))?")
_GLUED_HEADING = re.compile(r" {0,3}##([^#\s].*)")
_BULLET = re.compile(r"\s*[-*+](?:\s+(.*))?")
_FENCE = re.compile(r" {0,3}(`{3,}(?=[^`]*$)|~{3,})")
_CLOSING_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_KEY_LINE = re.compile(r" {0,3}([A-Za-z]+|as of|review by):(?!//)(.*)", re.IGNORECASE | re.ASCII)


class MarkedLine(NamedTuple):
    """A line without white space at its end. fenced: in a code fence or one of its ends, where nothing is structure."""

    number: int
    text: str
    fenced: bool


class Heading(NamedTuple):
    """A topic's "#" or a question's "##". text: "" where it ends a topic, or opens a passage."""

    opens_topic: bool
    text: str


class KeyLine(NamedTuple):
    """A line "Key: value", known or not; `key` is in lower case."""

    key: str
    value: str

    @property
    def name(self) -> str:
        """The key as it is written."""
        return self.key.capitalize()

    @property
    def known(self) -> bool:
        """Whether a fact has such a key."""
        return self.key in FACT_KEYS or self.key in SOURCE_KEYS


def marked(lines: Iterable[NumberedLine], name: str) -> Iterator[MarkedLine]:
    """The lines of a document with its code fences marked.

    Raises DocumentError, after the last line, for a fence that is never closed.
    """
    opening, opened = "", 0
    for number, line in lines:
        text = line.rstrip()
        if opening:
            yield MarkedLine(number, text, fenced=True)
            opening = "" if closes(opening, text) else opening
        else:
            opening, opened = fence(text) or "", number
            yield MarkedLine(number, text, fenced=bool(opening))
    if opening:
        raise DocumentError(name, opened, f'the code fence is not closed: put a line "{opening}" after the code')


def heading(text: str) -> Heading | None:
    """The topic or the question that a line outside fences opens."""
    found = _HEADING.fullmatch(text)
    return Heading(found[1] == "#", found[2] or "") if found else None


def glued_heading(text: str) -> str | None:
    """The question in "##Question", where the space was forgotten."""
    found = _GLUED_HEADING.fullmatch(text)
    return found[1] if found else None


def bullet(text: str) -> str | None:
    """The text of a list item; None for any other line."""
    found = _BULLET.fullmatch(text)
    return (found[1] or "") if found else None


def fence(text: str) -> str | None:
    """The run of backticks or tildes with which a line opens a code fence."""
    found = _FENCE.match(text)
    return found[1] if found else None


def closes(opening: str, text: str) -> bool:
    """Whether the line ends the code that the run `opening` began: the same character, at least as many of it."""
    found = _CLOSING_FENCE.fullmatch(text)
    return bool(found) and text.strip(" ").startswith(opening)


def key_line(text: str) -> KeyLine | None:
    """The key and value of a line shaped like a key line."""
    found = _KEY_LINE.fullmatch(text)
    return KeyLine(found[1].lower(), found[2].strip()) if found else None


def unescaped(text: str) -> str:
    """A line of an answer, outside fences, as its author meant it: one backslash less before what looks like structure.

    Any other backslash is text.
    """
    bare = text.lstrip("\\")
    return text[1:] if bare != text and (_is_structure(bare) or bullet(bare) is not None) else text


def escaped(answer: str, *, under_heading: bool) -> str:
    """The answer with a backslash before each line that a reader would take for structure.

    answer: tidied, so that its first line is not blank. under_heading: no list of phrasings stands before it, and
    a bullet that opens the answer would be taken for one.
    """
    lines = answer.split("\n")
    closing = [number for number, line in enumerate(lines) if _CLOSING_FENCE.fullmatch(line)]
    written = []
    fenced_until = -1
    for number, line in enumerate(lines):
        if number > fenced_until and (opening := fence(line)):
            fenced_until = next((n for n in closing if n > number and closes(opening, lines[n])), -1)
        if number <= fenced_until:
            written.append(line)
            continue
        bare = line.lstrip("\\")
        bullet_counts = bare != line or (number == 0 and under_heading)
        looks_like_structure = _is_structure(bare) or (bullet_counts and bullet(bare) is not None)
        written.append("\\" + line if looks_like_structure else line)
    return "\n".join(written)


def _is_structure(text: str) -> bool:
    key = key_line(text)
    named = key is not None and key.known
    return bool(named or heading(text) or glued_heading(text) is not None or fence(text))
