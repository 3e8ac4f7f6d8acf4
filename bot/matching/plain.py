"""rapidfuzz alone, over every phrasing: what this package is measured against."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process, utils

if TYPE_CHECKING:
    from collections.abc import Sequence


class PlainFuzzy:
    """`process.extract` with token_set_ratio over the phrasings, all in memory."""

    def __init__(self, phrasings: Sequence[str]) -> None:
        self._phrasings = [utils.default_process(phrasing) for phrasing in phrasings]

    def best(self, question: str, limit: int = 10) -> list[int]:
        """The places of the likest phrasings, the likest first."""
        asked = utils.default_process(question)
        hits = process.extract(asked, self._phrasings, scorer=fuzz.token_set_ratio, limit=limit)
        return [place for _, _, place in hits]
