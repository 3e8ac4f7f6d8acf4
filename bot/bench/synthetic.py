"""Tables of any size, made of the words of a real one: facts that read like facts, and questions about them.

A text is a walk: the next word is one that followed this one somewhere in the real texts, or now and then any word.
Half of the phrasings hold an invented name, since real tables are full of names that nothing else has. A question is
seven tenths of a phrasing's words in their order, one word in five with a typing error.
"""

from __future__ import annotations

import random
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from bot.facts import Fact, Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

SYLLABLES: Final = (
    "ar bel cor dun eth fir gal hol ist jun kel lom mir nor osk pry quel rund sil tor ulm ven wick yor zan"
)
KEPT_SHARE: Final = 0.7
ERROR_SHARE: Final = 0.2
ANY_WORD_SHARE: Final = 0.15


class Chain:
    """What follows what in real texts."""

    def __init__(self, texts: Iterable[str], words: Iterable[str]) -> None:
        """texts: real ones, for their order. words: more words, without any."""
        self._next: dict[str, list[str]] = {}
        self._first: list[str] = []
        for text in texts:
            tokens = text.split()
            self._first += tokens[:1]
            for one, other in pairwise(tokens):
                self._next.setdefault(one, []).append(other)
        self._words = sorted({*self._next, *words})

    def walk(self, length: int, chance: random.Random) -> list[str]:
        """A text of that many words."""
        words = [chance.choice(self._first)]
        while len(words) < length:
            following = self._next.get(words[-1])
            words.append(chance.choice(following if following and chance.random() > ANY_WORD_SHARE else self._words))
        return words


def synthetic_facts(chain: Chain, count: int, seed: int = 1) -> Iterator[Fact]:
    """That many facts, one phrasing each; the same seed gives the same facts."""
    chance = random.Random(seed)
    syllables = SYLLABLES.split()
    for number in range(count):
        question = chain.walk(chance.randint(5, 12), chance)
        if chance.random() < 0.5:
            question[chance.randrange(len(question))] = "".join(chance.choices(syllables, k=chance.randint(2, 4)))
        answer = " ".join(chain.walk(chance.randint(15, 40), chance))
        source = Source(f"document {number % 97}")
        yield Fact(str(number), (" ".join(question),), answer, source, locator=f"line {number}")


def synthetic_question(phrasing: str, chance: random.Random) -> str:
    """How somebody might ask for the fact of that phrasing."""
    words = phrasing.split()
    kept = sorted(chance.sample(range(len(words)), max(3, int(KEPT_SHARE * len(words)))))
    return " ".join(mistyped(words[i], chance) if chance.random() < ERROR_SHARE else words[i] for i in kept)


def mistyped(word: str, chance: random.Random) -> str:
    """The word with one letter dropped, doubled or swapped with the next; short words are left alone."""
    if len(word) < 4:
        return word
    at = chance.randrange(1, len(word) - 1)
    match chance.randrange(3):
        case 0:
            return word[:at] + word[at + 1 :]
        case 1:
            return word[:at] + word[at] + word[at:]
        case _:
            return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
