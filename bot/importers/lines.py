"""A document as numbered lines of text, wherever it was written."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from typing import BinaryIO, NamedTuple

from bot.errors import DocumentError
from bot.importers.encoding import NO_TEXT, marked_encoding

LONGEST_LINE = 16 * 1024 * 1024
"""Bytes; the longest fact allowed, written wholly in JSON escapes, needs fewer."""


class NumberedLine(NamedTuple):
    """One line without its line break; `number` counts from 1, as text editors do."""

    number: int
    text: str


def decoded(file: BinaryIO, name: str) -> Iterator[str]:
    """The lines of a file in UTF-8, or in what its byte order mark names, one at a time, with their line breaks.

    Raises DocumentError for bytes that are no such text, for NUL, and for a line longer than LONGEST_LINE.
    """
    start = file.read(4)
    file.seek(-len(start), io.SEEK_CUR)
    encoding, _ = marked_encoding(start)
    return _utf8(file, name) if encoding == "utf-8" else _wide(file, name, encoding)


def _utf8(file: BinaryIO, name: str) -> Iterator[str]:
    number = 0
    while raw := file.readline(LONGEST_LINE + 1):
        number += 1
        if len(raw) > LONGEST_LINE:
            raise DocumentError(name, number, f"the line is longer than {LONGEST_LINE:,} bytes")
        if b"\0" in raw:
            raise DocumentError(name, number, NO_TEXT)
        try:
            yield raw.decode("utf-8")
        except UnicodeDecodeError:
            raise DocumentError(name, number, NO_TEXT) from None


def _wide(file: BinaryIO, name: str, encoding: str) -> Iterator[str]:
    """In these encodings a byte of a line break may be half of another character."""
    text = io.TextIOWrapper(file, encoding=encoding, newline="\n")
    number = 0
    try:
        while line := text.readline(LONGEST_LINE + 1):
            number += 1
            if len(line) > LONGEST_LINE:
                raise DocumentError(name, number, f"the line is longer than {LONGEST_LINE:,} characters")
            if "\0" in line:
                raise DocumentError(name, number, NO_TEXT)
            yield line
    except UnicodeDecodeError:
        raise DocumentError(name, number + 1, NO_TEXT) from None
    finally:
        text.detach()


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
