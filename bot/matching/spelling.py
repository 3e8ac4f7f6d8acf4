"""What a word that the table does not know may have been meant to be: typing errors, missing spaces, denials."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot import text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.lexicon import Lexicon

SHORTEST_HALF: Final = 5
CLEAR_HALF: Final = 0.8
"""Letters of a misspelt half of two words typed as one, and how clear it must be what was meant: "weather" is not
"we" and something like "ather"."""
MOST_REPAIRS: Final = 6
REAL_WORD: Final = 0.45
"""How much a repair counts when the word exists, so that it is seldom a typing error."""
SAME_BEGINNING: Final = 0.97
OTHER_BEGINNING: Final = 0.85
"""How much a repair counts by its first letter, which people seldom miss."""
_KEYBOARD: Final = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_NEIGHBOURS: Final = {
    key: "".join(
        other
        for i in (row - 1, row, row + 1)
        if 0 <= i < len(_KEYBOARD)
        for j, other in enumerate(_KEYBOARD[i])
        if other != key and abs(j + 0.5 * i - column - 0.5 * row) < 1.1
    )
    for row, keys in enumerate(_KEYBOARD)
    for column, key in enumerate(keys)
}
"""For each letter, the letters beside it."""


class Words(Protocol):
    """The words of a fact table."""

    def frequencies(self, words: Iterable[str]) -> dict[str, int]:
        """In how many facts each known stem stands."""

    def spellings(self, bucket: str) -> list[str]:
        """The words, as spelt, whose first ("<b7") or last (">n7") letter and length are these."""


@dataclass(frozen=True, slots=True)
class Repair:
    """A word of the table that may have been meant. similarity: 0 to 1."""

    word: str
    stem: str
    similarity: float


class Speller:
    """Looks words up among those of one table."""

    def __init__(self, words: Words, lexicon: Lexicon) -> None:
        self._words = words
        self._lexicon = lexicon

    def is_known(self, stem: str) -> bool:
        """Whether the table has the stem."""
        return bool(self._words.frequencies((stem,)))

    def may_err(self, token: str) -> bool:
        """Whether a token that the table does not know may be a typing error."""
        return (
            len(token) >= 3
            and token.isalpha()
            and not text.is_unspaced(token)
            and text.stem(token) not in self._lexicon.stop
        )

    def repairs(self, token: str) -> list[Repair]:
        """The table's words that are one or two typing errors away, one for each stem, the likeliest first.

        Errors are counted as optimal string alignment does (a letter dropped, added or changed, two swapped); words
        of up to five letters may have one. Errors that fingers make easily cost less: see `_cost`.
        """
        length = len(token)
        most = 1 if length < 6 else 2
        lengths = range(max(2, length - most), length + most + 1)
        near = self._near(token, [f"<{token[0]}{n}" for n in lengths], most)
        if all(distance > 1 for _, distance in near):
            near += self._near(token, [f">{token[-1]}{n}" for n in lengths], most)
        stem = text.stem(token)
        trust = REAL_WORD if stem in self._lexicon.words else 1.0
        found: dict[str, Repair] = {}
        for word, distance in near:
            meant = text.stem(word)
            if self._lexicon.are_opposite(stem, meant):
                continue
            share = SAME_BEGINNING if word[0] == token[0] else OTHER_BEGINNING
            similarity = (1 - _cost(token, word, distance) / max(length, len(word))) * share * trust
            if meant not in found or similarity > found[meant].similarity:
                found[meant] = Repair(word, meant, similarity)
        return sorted(found.values(), key=lambda repair: (-repair.similarity, repair.word))[:MOST_REPAIRS]

    def denied(self, token: str) -> str | None:
        """What a word denies ("unsupported": "supported"), if the table knows that."""
        for prefix in ("un", "non", "in", "dis"):
            rest = token.removeprefix(prefix)
            if rest != token and len(rest) >= 4 and self.is_known(text.stem(rest)):
                return rest
        return None

    def halves(self, token: str) -> tuple[str, str] | None:
        """Two words that were typed without the space between them, or None: both known, or one of them misspelt."""
        if len(token) < 5:
            return None
        best: tuple[float, tuple[str, str]] | None = None
        for cut in range(1, len(token)):
            left, right = token[:cut], token[cut:]
            worth = [self._worth(left), self._worth(right)]
            if 0.0 in worth and max(worth) > 0 and len(token) >= 7:
                half = (left, right)[worth.index(0.0)]
                repairs = self.repairs(half) if len(half) >= SHORTEST_HALF else []
                if repairs and repairs[0].similarity >= CLEAR_HALF:
                    # a half that has to be repaired too is believed less
                    worth[worth.index(0.0)] = 0.5 * repairs[0].similarity * len(half)
            if min(worth) > 0 and self._meets_table(left, right) and (best is None or sum(worth) > best[0]):
                best = (sum(worth), (left, right))
        return best[1] if best else None

    def _meets_table(self, *halves: str) -> bool:
        """Whether the table has a half, or a word that it clearly is misspelt for, that says something."""
        return any(
            stem not in self._lexicon.stop
            and (self.is_known(stem) or any(one.similarity >= CLEAR_HALF for one in self.repairs(half)))
            for half in halves
            if len(half) > 2 and (stem := text.stem(half))
        )

    def _worth(self, half: str) -> float:
        """How much half of a token looks like a word: its letters if it is one, else 0."""
        stem = text.stem(half)
        if stem in self._lexicon.stop:
            is_word = len(half) > 1 or half in "ai"
        else:
            is_word = len(half) > 2 and (self.is_known(stem) or (len(half) > 3 and stem in self._lexicon.words))
        return float(len(half)) if is_word else 0.0

    def _near(self, token: str, buckets: list[str], most: int) -> list[tuple[str, int]]:
        words = [word for bucket in buckets for word in self._words.spellings(bucket)]
        hits = process.extract(token, words, scorer=OSA.distance, score_cutoff=most, limit=2 * MOST_REPAIRS)
        return [(word, int(distance)) for word, distance, _ in hits]


def _cost(typed: str, word: str, distance: int) -> float:
    """What typing errors cost: 0.6 for letters swapped or doubled, 0.75 for a neighbouring key, 0.8 for a letter
    dropped or added, else 1; two errors cost 2."""
    if distance != 1:
        return float(distance)
    if len(typed) == len(word):
        at = next(i for i, (x, y) in enumerate(zip(typed, word, strict=True)) if x != y)
        if typed[at + 1 :] != word[at + 1 :]:
            return 0.6
        return 0.75 if word[at] in _NEIGHBOURS.get(typed[at], "") else 1.0
    short, long = sorted((typed, word), key=len)
    at = next((i for i, (x, y) in enumerate(zip(short, long, strict=False)) if x != y), len(short))
    return 0.6 if at and long[at] == long[at - 1] else 0.8
