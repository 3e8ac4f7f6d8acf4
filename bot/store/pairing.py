"""Which passages of a document were reworded: pairs what is gone with what has come, by the words they share."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Final

from bot import text

if TYPE_CHECKING:
    from collections.abc import Mapping

MOST: Final = 3000
"""Facts on either side that are worth comparing by their words; of a larger change each fact is new."""
ALIKE: Final = 0.5
"""Share of words in common from which two texts are the same passage, said otherwise."""


def pair(gone: Mapping[int, str], come: Mapping[int, str]) -> dict[int, int]:
    """Number gone -> number come, for the texts that are the same but for their wording; each is in one pair at most.

    Two texts are as alike as Dice's coefficient of their bags of words says, 0 to 1; the most alike pair first.
    """
    bags = {number: Counter(text.tokens(words)) for number, words in gone.items()}
    having: defaultdict[str, list[int]] = defaultdict(list)
    for number, bag in bags.items():
        for word in bag:
            having[word].append(number)
    likely: list[tuple[float, int, int]] = []
    for number, words in come.items():
        bag = Counter(text.tokens(words))
        shared: Counter[int] = Counter()
        for word, count in bag.items():
            for other in having.get(word, ()):
                shared[other] += min(count, bags[other][word])
        for other, common in shared.items():
            alike = 2 * common / (bag.total() + bags[other].total())
            if alike >= ALIKE:
                likely.append((-alike, other, number))
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for _, old, new in sorted(likely):
        if old not in pairs and new not in taken:
            pairs[old] = new
            taken.add(new)
    return pairs
