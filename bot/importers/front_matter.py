"""The block at the head of a document that describes it: lines "key: value" between two lines "---"."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from bot.errors import DocumentError
from bot.facts import Source
from bot.importers.lines import NumberedLine
from bot.importers.wording import listed

KEYS = ("title", "publisher", "author", "published", "url", "digest")
"""The fields of Source. A value stands as it is: quotation marks around it belong to it."""

_BOUND = "---"


def split(lines: Iterator[NumberedLine], name: str) -> tuple[dict[str, str], Iterator[NumberedLine]]:
    """What the document says of itself, by key, and the lines that follow. Without front matter: {} and all lines.

    Raises DocumentError for an unknown or repeated key, a line that is no key, and a block that is never closed.
    """
    for line in lines:
        if line.text.rstrip() == _BOUND:
            return _keys(line.number, lines, name), lines
        if line.text.strip():
            return {}, chain([line], lines)
    return {}, lines


def write(source: Source) -> str:
    """The block that describes the source, in the order of KEYS; empty fields are left out."""
    pairs = ((key, getattr(source, key)) for key in KEYS)
    return "\n".join([_BOUND, *(f"{key}: {value}" for key, value in pairs if value), _BOUND, ""])


def _keys(start: int, lines: Iterator[NumberedLine], name: str) -> dict[str, str]:
    values: dict[str, str] = {}
    for number, text in lines:
        line = text.strip()
        if line == _BOUND:
            return values
        if line.startswith("#"):
            break
        if not line:
            continue
        key, colon, value = line.partition(":")
        key = key.strip().lower()
        if not colon:
            raise DocumentError(name, number, 'a line of the front matter is "key: value", and this has no colon')
        if key not in KEYS:
            raise DocumentError(name, number, f'"{key}" is no key of the front matter: the keys are {listed(KEYS)}')
        if key in values:
            raise DocumentError(name, number, f'the front matter gives "{key}" twice')
        values[key] = value
    raise DocumentError(name, start, 'the front matter is not closed: put a line "---" after its last key')
