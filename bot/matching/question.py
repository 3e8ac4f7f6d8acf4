"""A question taken apart: its terms, what each weighs, and which words of the table each may stand for."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final, Protocol

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot import text
from bot.lexicon import NEGATIONS, Lexicon

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

KEYBOARD: Final = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
STOP_SHARE: Final = 0.3
"""What a stop word weighs beside another word as frequent."""
LEAST_WEIGHT: Final = 0.02
SAME: Final = 0.8
"""Similarity of a listed synonym."""
RELATED: Final = 0.5
REPAIRS: Final = 6
BEGUN: Final = 0.9
"""Similarity of a word that begins with what has been typed so far."""
ENDINGS: Final = 8
NEIGHBOURS: Final = {
    key: "".join(
        other
        for i in (row - 1, row, row + 1)
        if 0 <= i < 3
        for j, other in enumerate(KEYBOARD[i])
        if other != key and abs(j + 0.5 * i - column - 0.5 * row) < 1.1
    )
    for row, keys in enumerate(KEYBOARD)
    for column, key in enumerate(keys)
}
"""For each letter, the letters beside it on a QWERTY keyboard."""
MOST_TOKENS: Final = 120
"""Tokens of a question that are read, so that no question takes long."""
REAL_WORD: Final = 0.45
"""How much a repair counts when the question's word exists, so that it is seldom a typing error."""


class Vocabulary(Protocol):
    """The words of a fact table, as stems."""

    def totals(self) -> Mapping[str, int]:
        """How many facts, asked_facts and phrasings there are."""

    def frequencies(self, words: Iterable[str]) -> dict[str, int]:
        """In how many facts each known word stands."""

    def starting(self, prefix: str, limit: int) -> list[str]:
        """The commonest words that begin so."""

    def spellings(self, bucket: str) -> list[str]:
        """The words whose first ("<b7") or last (">n7") letter and length are these."""


class Weights:
    """What a stem of this table weighs: its inverse document frequency, as in BM25, over the greatest possible.

        idf(t) = ln(1 + (N - n + 0.5) / (n + 0.5)),   w(t) = idf(t) / idf(0),   0.02 <= w <= 1

    N facts, n of them with the stem. A stop word weighs three tenths of that.
    (S. Robertson, H. Zaragoza, The Probabilistic Relevance Framework, 2009, eq. 3.3 with the 1 added that keeps it positive.)
    """

    def __init__(self, vocabulary: Vocabulary, lexicon: Lexicon) -> None:
        self._vocabulary = vocabulary
        self._stop = lexicon.stop
        self.facts = max(1, vocabulary.totals()["facts"])
        self.greatest = math.log(1 + (self.facts + 0.5) / 0.5)
        self.known: dict[str, float] = {}
        """The weights looked up so far."""

    def __getitem__(self, stem: str) -> float:
        if stem not in self.known:
            self.load((stem,))
        return self.known[stem]

    def load(self, stems: Iterable[str]) -> None:
        """Look the stems up together, those that are not known yet."""
        missing = [stem for stem in stems if stem not in self.known]
        counts = self._vocabulary.frequencies(missing)
        for stem in missing:
            n = counts.get(stem, 0)
            weight = math.log(1 + (self.facts - n + 0.5) / (n + 0.5)) / self.greatest
            if stem in self._stop:
                weight *= STOP_SHARE
            self.known[stem] = max(weight, LEAST_WEIGHT)


@dataclass(frozen=True, slots=True)
class Term:
    """One distinct word of the question.

    token:   as typed, in normal form.       stem: what it is indexed under.
    weight:  0.02 to 1.                      stop: whether it says little.
    forms:   words of the table it may stand for, (stem, similarity 0 to 1), the most similar first; the stem itself
             has similarity 1. Empty for a word that nothing in the table is like.
    wider:   further words that make it likely: related ones, weaker.
    known:   whether the table has the word itself.
    """

    token: str
    stem: str
    weight: float
    stop: bool
    forms: tuple[tuple[str, float], ...]
    wider: tuple[tuple[str, float], ...]
    known: bool


@dataclass(frozen=True)
class Question:
    """terms: the distinct words in order. stems: all of them in order, misspelt ones repaired. totals: the table's."""

    terms: tuple[Term, ...]
    stems: tuple[str, ...]
    weights: Weights = field(repr=False)
    totals: Mapping[str, int] = field(repr=False)

    @property
    def total(self) -> float:
        """The weight of all terms; never 0."""
        return sum(term.weight for term in self.terms) or 1.0

    def wanted(self) -> dict[str, float]:
        """For each word of the table that the question may mean: the greatest weight that it can contribute."""
        found: dict[str, float] = {}
        for term in self.terms:
            for stem, similarity in (*term.forms, *term.wider):
                found[stem] = max(found.get(stem, 0.0), term.weight * similarity)
        return found

    @property
    def is_negated(self) -> bool:
        return sum(term.stem in NEGATIONS for term in self.terms) % 2 == 1


class Reader:
    """Reads questions against one vocabulary."""

    def __init__(self, vocabulary: Vocabulary, lexicon: Lexicon) -> None:
        self._vocabulary = vocabulary
        self._lexicon = lexicon
        self._weights = Weights(vocabulary, lexicon)

    def read(self, question: str, *, unfinished: bool = False) -> Question:
        """The question taken apart. Any string will do; one without words has no terms.

        unfinished: it is still being typed, and its last word may be the beginning of one.
        """
        words = text.tokens(question)[:MOST_TOKENS]
        terms: list[Term] = []
        stems: list[str] = []
        seen: set[str] = set()
        self._weights.load({stem for token in words for stem in (text.stem(token), *self._lexicon.same.get(text.stem(token), ()))})
        pieces = list(reversed(words))
        while pieces:
            token = pieces.pop()
            stem = text.stem(token)
            if stem in seen:
                stems.append(stem)
                continue
            known = self._is_known(stem)
            forms = {stem: 1.0} if known else {}
            if not known and self._may_be_misspelt(token, stem):
                if (rest := self._without_negation(token)) is not None:
                    pieces += (rest, "not")
                    continue
                if pieces and self._is_known(joined := text.stem(token + pieces[-1])) and len(joined) > 4:
                    pieces[-1] = token + pieces[-1]
                    continue
                forms = self._repairs(token)
                if not any(similarity > 0.4 for similarity in forms.values()) and (halves := self._split(token)) is not None:
                    pieces += reversed(halves)
                    continue
            seen.add(stem)
            term = self._term(token, stem, forms, known=known)
            stems.append(term.forms[0][0] if not known and term.forms else stem)
            terms.append(term)
        if unfinished and terms:
            terms[-1] = self._begun(terms[-1])
        return Question(tuple(terms), tuple(stems), self._weights, self._vocabulary.totals())

    def _term(self, token: str, stem: str, forms: dict[str, float], *, known: bool) -> Term:
        stop = stem in self._lexicon.stop
        weight = self._weights[stem]
        if not known:
            weight = max((self._weights[word] for word in forms), default=weight * (0.5 if stop else 1.0))
        for word in self._known_among(self._lexicon.same.get(stem, ())):
            forms.setdefault(word, SAME)
        wider = {word: RELATED for word in self._known_among(self._lexicon.related.get(stem, ())) if word not in forms}
        order = sorted(forms.items(), key=lambda item: (-item[1], item[0]))
        return Term(token, stem, weight, stop, tuple(order), tuple(sorted(wider.items())), known)

    def _begun(self, term: Term) -> Term:
        """A last word that may go on: the table's words that begin with it are forms of it too."""
        forms = dict(term.forms)
        for word in self._vocabulary.starting(term.token, ENDINGS):
            forms.setdefault(word, BEGUN)
        weight = min(term.weight, max((self._weights[word] for word in forms), default=term.weight))
        return replace(term, forms=tuple(sorted(forms.items(), key=lambda item: (-item[1], item[0]))), weight=weight)

    def _is_known(self, stem: str) -> bool:
        return bool(self._vocabulary.frequencies((stem,)))

    def _known_among(self, stems: Iterable[str]) -> dict[str, int]:
        return self._vocabulary.frequencies(stems)

    def _may_be_misspelt(self, token: str, stem: str) -> bool:
        return len(token) >= 3 and token.isalpha() and not text.is_unspaced(token) and stem not in self._lexicon.stop

    def _repairs(self, token: str) -> dict[str, float]:
        """The stems of the table's words that are one or two typing errors away, and how similar they are.

        Errors are counted as optimal string alignment does (a dropped, added, changed letter, two swapped); words of
        up to five letters may have one. Those that fingers make easily count for less: see `_typing_cost`.
        """
        length = len(token)
        most = 1 if length < 6 else 2
        lengths = range(max(2, length - most), length + most + 1)
        near = self._near(token, [f"<{token[0]}{n}" for n in lengths], most)
        if all(distance > 1 for _, distance in near):
            near += self._near(token, [f">{token[-1]}{n}" for n in lengths], most)
        exists = text.stem(token) in self._lexicon.words
        found: dict[str, float] = {}
        for word, distance in near:
            stem = text.stem(word)
            if self._lexicon.are_opposite(text.stem(token), stem):
                continue
            similarity = (1 - _typing_cost(token, word, distance) / max(length, len(word))) * (
                0.97 if word[0] == token[0] else 0.85
            )
            found[stem] = max(found.get(stem, 0.0), similarity * REAL_WORD if exists else similarity)
        best = sorted(found.items(), key=lambda item: (-item[1], item[0]))[:REPAIRS]
        return dict(best)

    def _without_negation(self, token: str) -> str | None:
        """What a word denies ("unsupported": "supported"), if the table knows that."""
        for prefix in ("un", "non", "in", "dis"):
            rest = token.removeprefix(prefix)
            if rest != token and len(rest) >= 4 and self._is_known(text.stem(rest)):
                return rest
        return None

    def _near(self, token: str, names: list[str], most: int) -> list[tuple[str, int]]:
        words = [word for name in names for word in self._vocabulary.spellings(name)]
        hits = process.extract(token, words, scorer=OSA.distance, score_cutoff=most, limit=2 * REPAIRS)
        return [(word, int(distance)) for word, distance, _ in hits]

    def _split(self, token: str) -> list[str] | None:
        """Two words that were typed without the space between them, or None: both known, or one of them misspelt."""
        if len(token) < 5:
            return None
        best: tuple[float, list[str]] | None = None
        for cut in range(1, len(token)):
            halves = token[:cut], token[cut:]
            worth = [self._worth(half) for half in halves]
            if 0.0 in worth and len(token) >= 7 and max(worth) > 0:
                unknown = worth.index(0.0)
                if len(halves[unknown]) >= 4 and (repairs := self._repairs(halves[unknown])):
                    # a half that has to be repaired too is believed less
                    worth[unknown] = 0.5 * max(repairs.values()) * len(halves[unknown])
            if min(worth) > 0 and (best is None or sum(worth) > best[0]):
                best = (sum(worth), list(halves))
        return best[1] if best else None

    def _worth(self, half: str) -> float:
        """How much a half of a split word looks like a word: its letters, if it is one; 0 if not."""
        stem = text.stem(half)
        if stem in self._lexicon.stop:
            return float(len(half)) if len(half) > 1 or half in "ai" else 0.0
        known = len(half) > 2 and (self._is_known(stem) or (len(half) > 3 and stem in self._lexicon.words))
        return float(len(half)) if known else 0.0


def _typing_cost(typed: str, word: str, distance: int) -> float:
    """What one typing error costs: 0.6 for swapped or doubled letters, 0.75 for a neighbouring key, else 1; two cost 2."""
    if distance != 1:
        return float(distance)
    if len(typed) == len(word):
        at = next(i for i, (x, y) in enumerate(zip(typed, word, strict=True)) if x != y)
        if typed[at + 1 :] != word[at + 1 :]:
            return 0.6
        return 0.75 if word[at] in NEIGHBOURS.get(typed[at], "") else 1.0
    short, long = sorted((typed, word), key=len)
    at = next((i for i, (x, y) in enumerate(zip(short, long, strict=False)) if x != y), len(short))
    return 0.6 if at and long[at] == long[at - 1] else 0.8
