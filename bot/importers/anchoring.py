"""What leads a reader to the very place: the id of a heading, or a fragment of the text itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote

FEWEST, MOST = 4, 8
"""Words of a text fragment."""

_WORD = re.compile(r"\S+")
_NO_SLUG = re.compile(r"[^\w\- ]")


class Slugs:
    """The ids that GitHub and most site generators give to the headings of one Markdown page."""

    def __init__(self) -> None:
        self._taken: dict[str, int] = {}

    def of(self, heading: str) -> str:
        """The heading's id; a repeated one is numbered."""
        slug = _NO_SLUG.sub("", heading.strip().lower()).replace(" ", "-")
        number = self._taken.get(slug)
        self._taken[slug] = 0 if number is None else number + 1
        if number is None:
            return slug
        numbered = f"{slug}-{number + 1}"
        self._taken.setdefault(numbered, 0)
        return numbered


class Fragments:
    """Finds words that stand in a page once.

    Browsers take `#:~:text=` to the first place where the words stand, whatever their case; so words that stand twice
    may lead to the wrong one. Memory: some 100 bytes a word of the page.
    """

    def __init__(self, text: str) -> None:
        self._once: set[int] = set()
        again: set[int] = set()
        for window in _windows([word.casefold() for word in _WORD.findall(text)]):
            (again if window in self._once else self._once).add(window)
        self._once -= again

    def anchor(self, passage: str) -> str:
        """The shortest fragment, nearest to the passage's beginning, that no other place of the page has; "" for none.

        passage: one line, or several of which the first that will do is taken.
        """
        for line in passage.split("\n"):
            words = _WORD.findall(line)
            unique = [window in self._once for window in _windows([word.casefold() for word in words])]
            for start in range(len(unique)):
                for length in range(FEWEST, min(MOST, len(words) - start) + 1):
                    if any(unique[start : start + length - FEWEST + 1]):
                        return f"#:~:text={_encoded(' '.join(words[start : start + length]))}"
        return ""


def _windows(words: list[str]) -> Iterator[int]:
    return (hash(tuple(words[at : at + FEWEST])) for at in range(len(words) - FEWEST + 1))


def _encoded(words: str) -> str:
    """Percent-encoded; the hyphen too, which sets a prefix apart in a text fragment."""
    return quote(words, safe="").replace("-", "%2D")
