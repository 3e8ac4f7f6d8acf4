"""How near a question is to a fact in meaning, as numbers."""

from __future__ import annotations

from typing import Final, NamedTuple


class Nearness(NamedTuple):
    """The last of Features, see there."""

    phrasing: float = 0.0
    answer: float = 0.0
    centre: float = 0.0
    credit: float = 0.0


ELSEWHERE: Final = Nearness()
"""Of a fact without embeddings."""
