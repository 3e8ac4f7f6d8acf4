"""How a sentence to a person names several things."""

from __future__ import annotations

from collections.abc import Iterable


def listed(words: Iterable[str]) -> str:
    """Two or more words as "a, b and c"."""
    *others, last = words
    return f"{', '.join(others)} and {last}"
