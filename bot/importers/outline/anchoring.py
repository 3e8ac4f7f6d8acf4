"""The ids that headings have on a page."""

from __future__ import annotations

import re

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
