"""A document as numbered lines of text, wherever it was written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import BinaryIO, NamedTuple

from bot.errors import DocumentError

LONGEST_LINE = 16 * 1024 * 1024
"""Bytes; the longest fact allowed, written wholly in JSON escapes, needs fewer."""


class NumberedLine(NamedTuple):
    """One line without its line break; `number` counts from 1, as text editors do."""

    number: int
    text: str


def decoded(file: BinaryIO, name: str) -> Iterator[str]:
    """The lines of a UTF-8 file, one at a time, with their line breaks.

    Raises DocumentError for bytes that are not UTF-8, for NUL, and for a line longer than LONGEST_LINE.
    """
    number = 0
    while raw := file.readline(LONGEST_LINE + 1):
        number += 1
        if len(raw) > LONGEST_LINE:
            raise DocumentError(name, number, f"the line is longer than {LONGEST_LINE:,} bytes")
        if b"\0" in raw:
            raise DocumentError(name, number, "this is not text, or not in UTF-8: save the file as UTF-8 text")
        try:
            yield raw.decode("utf-8")
        except UnicodeDecodeError:
            problem = "this is not text, or not in UTF-8: save the file as UTF-8 text"
            raise DocumentError(name, number, problem) from None


def numbered(lines: Iterable[str]) -> Iterator[NumberedLine]:
    r"""Lines of any origin (an open file, a list, one whole text), counted.

    A line ends at "\n", "\r\n" or "\r" and nowhere else: U+0085 and U+2028 are text. A byte order mark is dropped.
    """
    number = 0
    for chunk in [lines] if isinstance(lines, str) else lines:
        clean = chunk if number else chunk.removeprefix("\ufeff")
        for text in clean.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n").split("\n"):
            number += 1
            yield NumberedLine(number, text)
