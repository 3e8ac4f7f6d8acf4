"""Facts that say nearly the same in other words, found by the rare words they share."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import combinations
from typing import TYPE_CHECKING, Final

from bot import text
from bot.checking.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from bot.facts import Fact

ALIKE: Final = 0.85
"""Dice's coefficient of two answers' words from which they say nearly the same."""
RARE: Final = 3
"""Of each answer its rarest words are compared with those of others."""
CROWD: Final = 50
"""Answers that share a rare word; where more do, it is not rare."""
SHORTEST: Final = 5
"""Words of an answer; shorter ones ("Yes.", "40 euros.") are alike by chance."""


def nearly_the_same(
    facts: Callable[[], Iterable[Fact]], frequencies: Callable[[Iterable[str]], Mapping[str, int]]
) -> Iterator[Problem]:
    """Pairs of facts whose answers are alike.

    facts: gives all facts anew at each call. frequencies: stem -> in how many facts it stands.
    """
    having: defaultdict[str, list[str]] = defaultdict(list)
    for fact in facts():
        words = set(text.stems(text.tokens(fact.answer)))
        if len(words) < SHORTEST:
            continue
        counts = frequencies(words)
        for word in sorted(words, key=lambda word: (counts.get(word, 0), word))[:RARE]:
            having[word].append(fact.id)
    near = {pair for ids in having.values() if 1 < len(ids) <= CROWD for pair in combinations(sorted(set(ids)), 2)}
    wanted = {key for pair in near for key in pair}
    kept = {fact.id: fact for fact in facts() if fact.id in wanted}
    bags = {key: Counter(text.tokens(fact.answer)) for key, fact in kept.items()}
    for one, other in sorted(near):
        alike = 2 * (bags[one] & bags[other]).total() / (bags[one].total() + bags[other].total())
        if alike >= ALIKE:
            yield Problem("duplicate", f"{alike:.0%} of their words are the same", (kept[one], kept[other]))
