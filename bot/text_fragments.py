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


class _Piece(NamedTuple):
    """words: how many it counts as; two characters of a script without spaces are about a word."""

    start: int
    end: int
    words: int


class TextFragments:
    """Fragments into one page, whose text is looked through once a passage."""

    def __init__(self, page: str) -> None:
        """page: all of its text; a fragment is only given for words that stand there once."""
        # a browser looks for the words in any case, so they must be the only ones in any case too
        self._page = _one_line(page).casefold()

    def to(self, passage: str) -> str:
        """`#:~:text=` and four to eight words of the passage, nearest its start, that the page has once; "" for none.

        The words are as they stand there, percent-encoded, and neither begin nor end inside a word. They are of one
        line where that is possible, and always of one paragraph: a browser does not look beyond a block of text.
        """
        for text in (*passage.splitlines(), *_PARAGRAPH_END.split(passage)):
            for words in _runs(_one_line(text)):
                fragment = _encoded(words)
                if fragment and len(PREFIX + fragment) <= LONGEST and self._stands_once(words.casefold()):
                    return PREFIX + fragment
        return ""

    def _stands_once(self, words: str) -> bool:
        start = self._page.find(words)
        if start < 0 or self._page.find(words, start + 1) >= 0:
            return False
        return not _is_inside_word(self._page, start) and not _is_inside_word(self._page, start + len(words))


def text_fragment(passage: str, page: str) -> str:
    """The fragment for a single passage of a page; "" when no words of it stand there just once."""
    return TextFragments(page).to(passage)


def _runs(line: str) -> Iterator[str]:
    """Four to eight neighbouring words: those that begin first come first, and shorter before longer."""
    pieces = [_Piece(*found.span(), _words(found[0])) for found in _PIECE.finditer(line)]
    for number, first in enumerate(pieces):
        words = 0
        for last in pieces[number:]:
            words += last.words
            if words > MOST_WORDS and first is not last:
                break
            if words >= FEWEST_WORDS:
                yield line[first.start : last.end]


def _words(piece: str) -> int:
    unspaced = len(_UNSPACED_CHARACTER.findall(piece))
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


def _one_line(text: str) -> str:
    return " ".join(text.split())
