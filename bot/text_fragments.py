"""Addresses that lead to a passage inside a page: a few of its words, as a text fragment.

    TextFragments(page).to("Mass production begins in 2024, …")  ->  "#:~:text=Mass%20production%20begins%20in"

A browser that knows text fragments (https://wicg.github.io/scroll-to-text-fragment/) scrolls to these words and marks
them; any other shows the page from its beginning.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple
from urllib.parse import quote as percent_encoded

from bot.text import UNSPACED

PREFIX: Final = "#:~:text="
FEWEST_WORDS: Final = 4
MOST_WORDS: Final = 8

LONGEST: Final = 400
"""Characters that a fragment may have; where words are written without spaces one may be a whole clause."""

_PARAGRAPH_END = re.compile(r"\n\s*\n")
_STOPS = "\u3001\u3002\uff01\uff0c\uff1a\uff1b\uff1f"
_PIECE = re.compile(rf"[^\s{_STOPS}]+[{_STOPS}]*|[{_STOPS}]+")
"""What lies between two places where a fragment may begin or end: spaces, and the stops of scripts without spaces."""
_UNSPACED_CHARACTER = re.compile(f"[{UNSPACED}]")
_TOKEN = re.compile(rf"[{UNSPACED}]|[^\W{UNSPACED}]+")


class _Line(NamedTuple):
    """A text on one line. starts, ends: of its tokens; keys: the tokens, as a browser compares them."""

    text: str
    starts: list[int]
    ends: list[int]
    keys: list[str]


class TextFragments:
    """Fragments into one page, whose text is gone through once. Memory: some 250 bytes a word of the page."""

    def __init__(self, page: str) -> None:
        """page: all of its text, paragraphs apart by a blank line."""
        self._lines = [_line(paragraph) for paragraph in _PARAGRAPH_END.split(page)]
        self._places: dict[int, tuple[int, int] | None] = {}
        """Where so many tokens stand as a fragment has at least: number of the line, and of the first of them; None for
        those that the page has twice. A longer run stands there once when some of it does."""
        for number, line in enumerate(self._lines):
            for first, few in enumerate(_few(line)):
                self._places[few] = None if few in self._places else (number, first)

    def to(self, passage: str) -> str:
        """`#:~:text=` and four to eight words of the passage, nearest its start, that the page has once; "" for none.

        The words are as they stand there, percent-encoded, and neither begin nor end inside a word. They are of one
        line of the passage, and of one paragraph of the page: a browser does not look beyond a block of text.
        """
        for line in map(_line, passage.splitlines()):
            places = [(token, place) for token, few in enumerate(_few(line)) if (place := self._places.get(few))]
            if not places:
                continue
            for start, end in _runs(line.text):
                if any(self._has(line, start, end, *found) for found in places):
                    fragment = _encoded(line.text[start:end])
                    if fragment and len(PREFIX + fragment) <= LONGEST:
                        return PREFIX + fragment
        return ""

    def _has(self, line: _Line, start: int, end: int, token: int, place: tuple[int, int]) -> bool:
        """Whether the page has this part of the line around the place of those tokens of it that begin with `token`."""
        if line.starts[token] < start or line.ends[token + FEWEST_WORDS - 1] > end:
            return False
        there = self._lines[place[0]]
        begins = there.starts[place[1]] - line.starts[token] + start
        ends = begins + end - start
        return (
            begins >= 0
            and there.text[begins:ends] == line.text[start:end]
            and not _is_inside_word(there.text, begins)
            and not _is_inside_word(there.text, ends)
        )


def text_fragment(passage: str, page: str) -> str:
    """The fragment for a single passage of a page; "" when no words of it stand there just once."""
    return TextFragments(page).to(passage)


def _line(text: str) -> _Line:
    line = " ".join(text.split())
    spans = [found.span() for found in _TOKEN.finditer(line)]
    starts, ends = [start for start, _ in spans], [end for _, end in spans]
    return _Line(line, starts, ends, [line[start:end].casefold() for start, end in spans])


def _few(line: _Line) -> Iterator[int]:
    """For each token what it and those behind it are known by, as many as a fragment has at least."""
    keys = line.keys
    return (hash(tuple(keys[first : first + FEWEST_WORDS])) for first in range(len(keys) - FEWEST_WORDS + 1))


def _runs(line: str) -> Iterator[tuple[int, int]]:
    """Start and end of every four to eight words: those that begin first come first, and shorter before longer."""
    pieces = [(*found.span(), _words(found[0])) for found in _PIECE.finditer(line)]
    for first, (start, _, _) in enumerate(pieces):
        words = 0
        for last in range(first, len(pieces)):
            _, end, more = pieces[last]
            words += more
            if words > MOST_WORDS and first != last:
                break
            if words >= FEWEST_WORDS:
                yield start, end


def _words(piece: str) -> int:
    """How many words it counts as: two characters of a script without spaces are about one."""
    unspaced = 0 if piece.isascii() else len(_UNSPACED_CHARACTER.findall(piece))
    return -(-unspaced // 2) if unspaced else int(any(map(str.isalnum, piece)))


def _is_inside_word(text: str, at: int) -> bool:
    before, after = text[at - 1 : at] if at else "", text[at : at + 1]
    return before.isalnum() and after.isalnum() and not _UNSPACED_CHARACTER.match(after)


def _encoded(words: str) -> str:
    """Percent-encoded for a text directive, where "&", "-" and "," have a meaning; "" for what no address can hold."""
    try:
        return percent_encoded(words, safe="").replace("-", "%2D")
    except UnicodeEncodeError:
        return ""
