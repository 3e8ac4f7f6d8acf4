"""What speaks for a fact and what against it: the numbers that the ranker weighs.

With w(t) the weight of term t and b(t, R) the best similarity of t's forms in a text R (0 where none stands there):

    coverage(R)  =  sum_t w(t) b(t, R) / sum_t w(t)

The features of a fact are those of its best phrasing (the greatest rough score), plus some of the whole fact.
Every feature is between 0 and 1 unless it says otherwise. `SIGNS` says which way each may count.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from rapidfuzz import fuzz

from bot.entries import trigrams
from bot.lexicon import NEGATIONS, Lexicon

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.entries import Entry, Row
    from bot.matching.question import Question, Term

SIGNS: Final[dict[str, int]] = {
    "covered": 1,  # coverage of the question by the phrasing
    "covering": 1,  # share of the phrasing's weight that the question's words meet
    "letters": 1,  # share of the question's letter trigrams, weighted, in the phrasing
    "likeness": 1,  # share of trigrams in common (Dice)
    "pairs": 1,  # share of the question's neighbouring words that are neighbours there too
    "order": 1,  # rapidfuzz ratio of the stems
    "sorted": 1,  # rapidfuzz token_sort_ratio of the stems
    "evidence": 1,  # absolute weight matched, in nats, over 12
    "unmet": -1,  # heaviest word of the question that the phrasing lacks
    "unasked": -1,  # heaviest word of the phrasing that the question lacks
    "swapped": -1,  # the lesser of the two: one thing stands where another was asked
    "replaced": -1,  # the same, where it is the only word that differs
    "number": -1,  # another number
    "version": -1,  # another number that names rather than counts: a year, a version
    "negation": -1,  # one is negated, the other is not
    "opposite": -1,  # an opposite stands there
    "whole": 1,  # coverage of the question by the whole fact
    "support": 1,  # mean rough score of its three best phrasings
    "typical": 1,  # words of the question, by the share of the fact's phrasings that have them
    "sentence": 1,  # coverage by the best sentence of the answer
    "wider": 1,  # further coverage by related words
    "prefix": 1,  # further coverage by words with the same first five letters
    "letters_whole": 1,  # the question's trigrams in the whole fact
    "topic": 1,  # coverage by the topic beyond the phrasing
    "passage": 0,  # 1 for a fact without phrasings
}
FEATURES: Final = tuple(SIGNS)

_EVIDENCE = 12.0
_ROWS_COMPARED = 6


class Comparer:
    """Compares one question with facts."""

    def __init__(self, question: Question, lexicon: Lexicon) -> None:
        self._question = question
        self._lexicon = lexicon
        self._weights = question.weights
        self._terms = question.terms
        self._total = question.total
        self._text = " ".join(question.stems)
        self._words = frozenset(question.stems)
        self._stems = frozenset(term.stem for term in question.terms) | self._words
        self._numbers = frozenset(word for word in self._stems if word[0].isdigit())
        self._names = frozenset(filter(_names_something, self._numbers))
        content = [word for word in question.stems if word not in lexicon.stop]
        self._pairs = frozenset(zip(question.stems, question.stems[1:], strict=False))
        self._grams: dict[str, float] = {}
        for word in content or question.stems:
            weight = self._weights[word]
            for gram in trigrams(word):
                if weight > self._grams.get(gram, 0.0):
                    self._grams[gram] = weight
        self._gram_total = sum(self._grams.values()) or 1.0
        self._all_grams = trigrams(self._text)
        self._negated = question.is_negated
        self._turned = {
            opposite: term.stem for term in self._terms for opposite in lexicon.opposites.get(term.stem, ())
        }
        self._long = [stem for stem in self._stems if len(stem) > 3 and stem.isalpha()]

    def features(self, entry: Entry) -> tuple[float, ...]:
        """The features of a fact, in the order of FEATURES."""
        whole = self._coverage(entry.words)
        sentence = max((self._coverage(row.words) for row in entry.sentences), default=0.0)
        if entry.rows:
            rows: Sequence[Row] = entry.rows
            if len(rows) > _ROWS_COMPARED:
                rows = sorted(rows, key=self._promise, reverse=True)[:_ROWS_COMPARED]
            compared = sorted((self._compare(entry, row) for row in rows), key=lambda item: item[0], reverse=True)
            rough, best, row = compared[0]
            support = sum(score for score, *_ in compared[:3]) / 3 if len(compared) > 1 else 0.8 * rough
            words = row.words
        else:
            words = max((row.words for row in entry.sentences), key=self._coverage, default=frozenset())
            best = self._passage(entry)
            support = 0.0
        b = dict(best)
        b["whole"] = whole
        b["support"] = support
        b["sentence"] = sentence
        b["typical"] = self._typical(entry) if entry.rows else 0.0
        b["wider"], b["prefix"] = self._beyond(entry.words if not entry.rows else words | frozenset())
        b["letters_whole"] = self._letters_whole(entry)
        b["topic"] = self._topic(entry, words)
        b["passage"] = 0.0 if entry.rows else 1.0
        return tuple(b[name] for name in FEATURES)

    def _promise(self, row: Row) -> float:
        words = row.words
        return self._coverage(words) * self._total / (1 + 0.15 * math.sqrt(len(words)))

    def _met(self, term: Term, words: frozenset[str]) -> tuple[float, str]:
        for stem, similarity in term.forms:
            if stem in words:
                return similarity, stem
        return 0.0, ""

    def _coverage(self, words: frozenset[str]) -> float:
        covered = 0.0
        for term in self._terms:
            for stem, similarity in term.forms:
                if stem in words:
                    covered += term.weight * similarity
                    break
        return covered / self._total

    def _compare(self, entry: Entry, row: Row) -> tuple[float, tuple[tuple[str, float], ...], Row]:
        """(rough score, features, row) of one phrasing."""
        weights, words = self._weights, row.words
        met: dict[str, float] = {}
        covered = unmet = 0.0
        lacking = 0
        for term in self._terms:
            weight = term.weight
            best = 0.0
            for stem, similarity in term.forms:
                if stem in words:
                    best = similarity
                    if similarity > met.get(stem, 0.0):
                        met[stem] = similarity
                    break
            covered += weight * best
            rest = weight * (1 - best)
            unmet = max(unmet, rest)
            lacking += best == 0.0 and not term.stop
        evidence = min(1.0, covered * weights.greatest / _EVIDENCE)
        covered /= self._total
        asked = reached = unasked = 0.0
        extra = 0
        for word in words:
            weight = weights[word]
            share = met.get(word, 0.0)
            asked += weight
            reached += weight * share
            rest = weight * (1 - share)
            unasked = max(unasked, rest)
            extra += share == 0.0 and word not in self._lexicon.stop
        covering = reached / (asked or 1.0)
        grams = row.grams
        letters = sum(weight for gram, weight in self._grams.items() if gram in grams) / self._gram_total
        likeness = 2 * len(self._all_grams & grams) / (len(self._all_grams) + len(grams))
        number = self._number(entry, words)
        version = self._version(words)
        opposite = self._opposite(words)
        swapped = min(unmet, unasked)
        rough = 0.65 * covered + 0.35 * covering + 0.3 * likeness - 0.2 * (number + opposite)
        features = (
            ("covered", covered),
            ("covering", covering),
            ("letters", letters),
            ("likeness", likeness),
            ("pairs", len(self._pairs & row.pairs) / max(1, len(self._pairs))),
            ("order", fuzz.ratio(self._text, row.text) / 100),
            ("sorted", fuzz.token_sort_ratio(self._text, row.text) / 100),
            ("evidence", evidence),
            ("unmet", unmet),
            ("unasked", unasked),
            ("swapped", swapped),
            ("replaced", swapped if lacking == extra == 1 else 0.0),
            ("number", number),
            ("version", version),
            ("negation", float(self._negated != (sum(word in NEGATIONS for word in words) % 2 == 1))),
            ("opposite", opposite),
        )
        return rough, features, row

    def _passage(self, entry: Entry) -> tuple[tuple[str, float], ...]:
        """The features of a fact without phrasings: its words stand for a phrasing's."""
        words = entry.words
        covered = unmet = 0.0
        for term in self._terms:
            best, _ = self._met(term, words)
            covered += term.weight * best
            unmet = max(unmet, term.weight * (1 - best))
        pairs = frozenset().union(*(row.pairs for row in entry.sentences)) if entry.sentences else frozenset()
        return (
            ("covered", covered / self._total),
            ("covering", 0.0),
            ("letters", 0.0),
            ("likeness", 0.0),
            ("pairs", len(self._pairs & pairs) / max(1, len(self._pairs))),
            ("order", 0.0),
            ("sorted", 0.0),
            ("evidence", min(1.0, covered * self._weights.greatest / _EVIDENCE)),
            ("unmet", unmet),
            ("unasked", 0.0),
            ("swapped", 0.0),
            ("replaced", 0.0),
            ("number", self._number(entry, words)),
            ("version", self._version(words)),
            ("negation", 0.0),
            ("opposite", 0.0),
        )

    def _number(self, entry: Entry, words: frozenset[str]) -> float:
        if not self._numbers:
            return 0.0
        there = [word for word in words if word[0].isdigit()]
        if there:
            return float(not self._numbers.issubset(words))
        return 0.5 * float(self._numbers.isdisjoint(entry.numbers))

    def _version(self, words: frozenset[str]) -> float:
        if not self._names or self._names <= words:
            return 0.0
        return 1.0 if any(map(_names_something, words)) else 0.0

    def _opposite(self, words: frozenset[str]) -> float:
        for word, asked in self._turned.items():
            if word in words and word not in self._stems and asked not in words:
                return 1.0
        extra = [word for word in words if len(word) > 3 and word not in self._stems]
        if extra:
            for stem in self._long:
                if stem not in words:
                    for word in extra:
                        if word[-3:] == stem[-3:] and self._lexicon.are_opposite(stem, word):
                            return 1.0
        return 0.0

    def _typical(self, entry: Entry) -> float:
        shares = entry.shares
        found = 0.0
        for term in self._terms:
            found += term.weight * max(
                (similarity * math.sqrt(shares[stem]) for stem, similarity in term.forms if stem in shares), default=0.0
            )
        return found / self._total

    def _beyond(self, words: frozenset[str]) -> tuple[float, float]:
        """Coverage by related words, and by words with the same beginning, of what the phrasing itself lacks."""
        wider = prefix = 0.0
        starts: dict[str, list[str]] | None = None
        for term in self._terms:
            if term.stop or self._met(term, words)[0]:
                continue
            best = max((similarity for stem, similarity in term.wider if stem in words), default=0.0)
            wider += term.weight * best
            stem = term.stem
            if len(stem) >= 5 and stem.isalpha():
                if starts is None:
                    starts = {}
                    for word in words:
                        if len(word) >= 5:
                            starts.setdefault(word[:5], []).append(word)
                near = 0.0
                for word in starts.get(stem[:5], ()):
                    common = next((i for i, (x, y) in enumerate(zip(stem, word, strict=False)) if x != y), min(len(stem), len(word)))
                    near = max(near, common / max(len(stem), len(word)))
                prefix += term.weight * near
        return wider / self._total, prefix / self._total

    def _letters_whole(self, entry: Entry) -> float:
        grams = entry.grams
        return sum(weight for gram, weight in self._grams.items() if gram in grams) / self._gram_total

    def _topic(self, entry: Entry, words: frozenset[str]) -> float:
        if not entry.topic:
            return 0.0
        topic = frozenset(entry.topic)
        more = 0.0
        for term in self._terms:
            here, _ = self._met(term, words)
            there, _ = self._met(term, topic)
            if there > here:
                more += term.weight * (there - here)
        return more / self._total


def _names_something(word: str) -> bool:
    """Whether a number is rather a name: a version ("1.4", "3.2.1"), a year."""
    return word[0].isdigit() and ("." in word or (len(word) == 4 and word[:2] in {"19", "20"} and word.isdigit()))
