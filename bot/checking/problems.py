"""A thing to look at, as a value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from bot.facts import Fact

KINDS: Final = {
    "disagreement": "facts that answer one question differently",
    "phrasing": "phrasings that several facts claim",
    "duplicate": "facts that say nearly the same",
    "quote": "quotes that do not stand in their source",
    "link": "addresses that do not answer",
    "stale": "facts that are due for a look",
}
"""The kinds of problem, in the order they are told in, and what they are."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something a person should look at. kind: one of KINDS; says: what is wrong, in a few words; facts: whose."""

    kind: str
    says: str
    facts: tuple[Fact, ...] = ()
