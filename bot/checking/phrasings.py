"""Facts that claim the same question: side by side where they answer it differently, and never merged."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from bot import text
from bot.checking.problems import Problem
from bot.facts import digest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from bot.facts import Fact


def claimed_twice(facts: Callable[[], Iterable[Fact]]) -> Iterator[Problem]:
    """The phrasings that two or more facts have, whatever their case, accents and punctuation.

    facts: gives all facts anew at each call; they are read twice, so that a million need not be held at once.
    """
    seen: set[str] = set()
    twice: set[str] = set()
    for fact in facts():
        for key in {_key(question) for question in fact.questions}:
            (twice if key in seen else seen).add(key)
    claims: defaultdict[str, dict[str, Fact]] = defaultdict(dict)
    spelt: dict[str, str] = {}
    for fact in facts():
        for question in fact.questions:
            if (key := _key(question)) in twice:
                claims[key][fact.id] = fact
                spelt.setdefault(key, question)
    told: set[tuple[str, ...]] = set()
    for key, claiming in claims.items():
        same = tuple(claiming)
        if same in told:
            continue
        told.add(same)
        answers = {tuple(text.tokens(fact.answer)) for fact in claiming.values()}
        kind = "disagreement" if len(answers) > 1 else "phrasing"
        yield Problem(kind, f"“{spelt[key]}”", tuple(claiming.values()))


def _key(question: str) -> str:
    """The question's words as a short hash."""
    return digest(" ".join(text.tokens(question)), 16)
