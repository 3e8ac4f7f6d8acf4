"""What speaks for a fact and what against it: the numbers that the ranker weighs.

With w(t) the weight of term t and b(t, R) the best similarity of t's forms in a text R (0 where none stands there):

    coverage(R)  =  sum_t w(t) b(t, R) / sum_t w(t)

The features of a fact are those of its best phrasing (the greatest rough score), plus some of the whole fact; a
passage's own text stands in for a phrasing. Every feature is between 0 and 1. `SIGNS` says which way each may count.
"""

from __future__ import annotations

import math
from operator import attrgetter
from typing import TYPE_CHECKING, Final, NamedTuple

from rapidfuzz import fuzz

from bot.entries import trigrams
from bot.lexicon import NEGATIONS, Lexicon
from bot.text import is_number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.entries import Entry, Row
    from bot.matching.question import Question

EVIDENCE_ENOUGH: Final = 12.0
"""Nats of matched weight beyond which more of it adds nothing."""
ROWS_COMPARED: Final = 6
"""Phrasings of a fact that are compared letter by letter: those that share the most weight with the question."""


class Features(NamedTuple):
    """The features of one fact for one question, in the order of the ranker's weights."""

    covered: float = 0.0
    """Coverage of the question by the phrasing."""
    covering: float = 0.0
    """Share of the phrasing's weight that the question's words meet."""
    likeness: float = 0.0
    """Letter trigrams in common (Dice)."""
    order: float = 0.0
    """rapidfuzz's ratio of the stems in order."""
    sorted: float = 0.0
    """rapidfuzz's token_sort_ratio of the stems."""
    pairs: float = 0.0
    """Share of the question's neighbouring words that are neighbours there too."""
    evidence: float = 0.0
    """Absolute weight matched, in nats, over EVIDENCE_ENOUGH."""
    number: float = 0.0
    """Another number stands there (1), or none where one was asked (0.5); less, the less alike the rest is."""
    version: float = 0.0
    """Another number that names rather than counts: a year, a version, a room."""
    negation: float = 0.0
    """One is negated and the other is not; less, the less alike the rest is."""
    opposite: float = 0.0
    """An opposite of a word of the question stands there, and nowhere the word; less, the less alike the rest is."""
    support: float = 0.0
    """Mean rough score of the three best phrasings."""
    whole: float = 0.0
    """Coverage by the whole fact: phrasings, answer, topic."""
    sentence: float = 0.0
    """Coverage by the best sentence of the answer."""
    letters: float = 0.0
    """Share of the trigrams of the question's weighty words that stand anywhere in the fact."""
    wider: float = 0.0
    """Further coverage by related words."""
    prefix: float = 0.0
    """Further coverage by words with the same first five letters."""
    topic: float = 0.0
    """Further coverage by the topic."""
    passage: float = 0.0
    """1 for a fact without phrasings."""
    meaning: float = 0.0
    """Nearness in meaning of the nearest phrasing; 0 without embeddings."""
    meaning_answer: float = 0.0
    """Nearness in meaning of the answer; 0 without embeddings."""


FEATURES: Final = Features._fields
_AGAINST: Final = frozenset({"number", "version", "negation", "opposite"})
SIGNS: Final = {name: 0 if name == "passage" else -1 if name in _AGAINST else 1 for name in FEATURES}
"""Which way a feature may count: 1 for the fact, -1 against it, 0 either way."""


class _Likeness(NamedTuple):
    """One phrasing compared: its rough score, its features (the first of Features, up to `opposite`), its words, and
    how well it meets each term, by place."""

    rough: float
    features: tuple[float, ...]
    words: frozenset[str]
    met: dict[int, float]


_rough = attrgetter("rough")


class Comparer:
    """Compares one question with facts."""

    def __init__(self, question: Question, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._weights = question.weights
        self._terms = question.terms
        self._total = question.total
        self._term_weights = [term.weight for term in question.terms]
        self._forms: dict[str, list[tuple[int, float]]] = {}
        self._wider: dict[str, list[tuple[int, float]]] = {}
        for place, term in enumerate(question.terms):
            for stem, similarity in term.forms:
                self._forms.setdefault(stem, []).append((place, similarity))
            for stem, similarity in term.wider:
                self._wider.setdefault(stem, []).append((place, similarity))
        self._closest = {stem: max(similarity for _, similarity in places) for stem, places in self._forms.items()}
        self._wanted = frozenset(self._forms)
        self._wanted_wider = frozenset(self._wider)
        self._prefixes: dict[str, list[int]] = {}
        for place, term in enumerate(question.terms):
            if not term.stop and len(term.stem) >= 5 and term.stem.isalpha():
                self._prefixes.setdefault(term.stem[:5], []).append(place)
        self._text = " ".join(question.stems)
        self._stems = frozenset(question.stems).union(term.stem for term in question.terms)
        self._numbers = frozenset(stem for stem in self._stems if is_number(stem))
        self._names = self._names_in(question.stems) if self._numbers else frozenset()
        self._pairs = frozenset(zip(question.stems, question.stems[1:], strict=False))
        self._grams = trigrams(self._text)
        weighty = [stem for stem in question.stems if stem not in lexicon.stop]
        self._weighty_grams = frozenset().union(*map(trigrams, weighty or question.stems))
        self._is_negated = question.is_negated
        self._turned = {
            opposite: term.stem for term in question.terms for opposite in lexicon.opposites.get(term.stem, ())
        }
        self._endings: dict[str, list[str]] = {}
        for stem in self._stems:
            if len(stem) > 3 and stem.isalpha():
                self._endings.setdefault(stem[-3:], []).append(stem)

    def features(self, entry: Entry) -> Features:
        """The features of a fact."""
        met = self._wanted & entry.words
        whole = self._coverage(met)
        sentence = max([self._coverage(met & row.words) for row in entry.sentences], default=0.0)
        rows: Sequence[Row] = entry.rows
        if len(rows) > ROWS_COMPARED:
            rows = sorted(rows, key=lambda row: self._promise(met, row), reverse=True)[:ROWS_COMPARED]
        if rows:
            compared = [self._compare(entry, row, met) for row in rows]
            best = max(compared, key=_rough)
            roughs = sorted([one.rough for one in compared], reverse=True)
            support = sum(roughs[:3]) / 3 if len(roughs) > 1 else 0.8 * best.rough
        else:
            best, support = self._passage(entry, met, whole), 0.0
        words, met_here = best.words, best.met
        rest = (
            support,
            whole,
            sentence,
            sum(map(entry.padded.__contains__, self._weighty_grams)) / len(self._weighty_grams),
            self._further(met_here, self._wider_places(words)) if self._wanted_wider else 0.0,
            self._further(met_here, self._prefix_places(words)) if self._prefixes else 0.0,
            self._further(met_here, self._best(met & entry.topic)) if entry.topic else 0.0,
            0.0 if rows else 1.0,
            0.0,  # meaning is not for this room to know
            0.0,
        )
        return Features._make((*best.features, *rest))

    def _promise(self, met: frozenset[str], row: Row) -> float:
        return self._coverage(met & row.words) / (1 + 0.15 * math.sqrt(len(row.words)))

    def _best(self, stems: frozenset[str]) -> dict[int, float]:
        """The best similarity of each term (by place) that one of the stems is a form of."""
        best: dict[int, float] = {}
        forms = self._forms
        for stem in stems:
            for place, similarity in forms[stem]:
                if similarity > best.get(place, 0.0):
                    best[place] = similarity
        return best

    def _coverage(self, stems: frozenset[str]) -> float:
        if not stems:
            return 0.0
        weights, covered = self._term_weights, 0.0
        for place, similarity in self._best(stems).items():
            covered += weights[place] * similarity
        return covered / self._total

    def _compare(self, entry: Entry, row: Row, met: frozenset[str]) -> _Likeness:
        words, weights, term_weights = row.words, self._weights.known, self._term_weights
        stems = met & words
        best = self._best(stems)
        matched = 0.0
        for place, similarity in best.items():
            matched += term_weights[place] * similarity
        covered = matched / self._total
        reached = 0.0
        for stem in stems:
            reached += weights[stem] * self._closest[stem]
        covering = reached / (sum(map(weights.__getitem__, words)) or 1.0)
        common = sum(map(row.padded.__contains__, self._grams))
        likeness = 2 * common / (len(self._grams) + max(common, len(row.text)))
        # in texts that differ much, a number or a "not" more or less tells nothing
        frame = likeness * likeness
        number = frame * self._number(entry, words) if self._numbers else 0.0
        opposite = frame * self._opposite(entry, words)
        features = (
            covered,
            covering,
            likeness,
            fuzz.ratio(self._text, row.text) / 100,
            fuzz.token_sort_ratio(self._text, row.text) / 100,
            len(self._pairs & row.pairs) / (len(self._pairs) or 1),
            min(1.0, matched * self._weights.greatest / EVIDENCE_ENOUGH),
            number,
            self._version(entry, (row,)) if self._names else 0.0,
            frame * (self._is_negated != (len(NEGATIONS & words) % 2 == 1)),
            opposite,
        )
        rough = 0.65 * covered + 0.35 * covering + 0.3 * likeness - 0.2 * (number + opposite)
        return _Likeness(rough, features, words, best)

    def _passage(self, entry: Entry, met: frozenset[str], covered: float) -> _Likeness:
        """A fact without phrasings: its words stand for a phrasing's, and it is like the question in nothing else."""
        pairs: frozenset[tuple[str, str]] = frozenset().union(*[row.pairs for row in entry.sentences])
        features = (
            covered,
            0.0,
            0.0,
            0.0,
            0.0,
            len(self._pairs & pairs) / (len(self._pairs) or 1),
            min(1.0, covered * self._total * self._weights.greatest / EVIDENCE_ENOUGH),
            self._number(entry, entry.words) if self._numbers else 0.0,
            self._version(entry, entry.sentences) if self._names else 0.0,
            0.0,
            0.0,
        )
        return _Likeness(0.0, features, entry.words, self._best(met))

    def _number(self, entry: Entry, words: frozenset[str]) -> float:
        if any(map(is_number, words)):
            return float(not self._numbers <= words)
        return 0.5 * float(self._numbers.isdisjoint(entry.words))

    def _version(self, entry: Entry, rows: Sequence[Row]) -> float:
        return float(not self._names <= entry.words and any(self._names_in(row.stems) for row in rows))

    def _names_in(self, stems: Sequence[str]) -> frozenset[str]:
        """The numbers that name something: versions ("1.4"), years, and those that follow what they number and count
        nothing themselves ("room 21", but not "5 people")."""
        found = set()
        for place, stem in enumerate(stems):
            if is_number(stem):
                before, after = stems[place - 1] if place else "", stems[place + 1] if place + 1 < len(stems) else ""
                if "." in stem or _is_year(stem) or (self._says_something(before) and not self._says_something(after)):
                    found.add(stem)
        return frozenset(found)

    def _says_something(self, stem: str) -> bool:
        return stem.isalpha() and stem not in self._lexicon.stop

    def _opposite(self, entry: Entry, words: frozenset[str]) -> float:
        for word in self._turned.keys() & words:
            if word not in self._stems and self._turned[word] not in entry.words:
                return 1.0
        for word in words - self._stems:
            for stem in self._endings.get(word[-3:], ()):
                if stem not in entry.words and self._lexicon.are_opposite(stem, word):
                    return 1.0
        return 0.0

    def _further(self, met: dict[int, float], places: dict[int, float]) -> float:
        """What the places add to the coverage where the terms met less."""
        if not places:
            return 0.0
        weights = self._term_weights
        more = sum(weights[place] * max(0.0, worth - met.get(place, 0.0)) for place, worth in places.items())
        return more / self._total

    def _wider_places(self, words: frozenset[str]) -> dict[int, float]:
        best: dict[int, float] = {}
        for stem in self._wanted_wider & words:
            for place, similarity in self._wider[stem]:
                best[place] = max(best.get(place, 0.0), similarity)
        return best

    def _prefix_places(self, words: frozenset[str]) -> dict[int, float]:
        """For each term, how much of its beginning the likest word of the same first five letters shares."""
        best: dict[int, float] = {}
        for word in words:
            for place in self._prefixes.get(word[:5], ()):
                stem = self._terms[place].stem
                if word != stem:
                    shared = _shared_beginning(stem, word) / max(len(stem), len(word))
                    best[place] = max(best.get(place, 0.0), shared)
        return best


def _shared_beginning(one: str, other: str) -> int:
    shorter = min(len(one), len(other))
    return next((i for i in range(shorter) if one[i] != other[i]), shorter)


def _is_year(stem: str) -> bool:
    return len(stem) == 4 and stem[:2] in {"19", "20"} and stem.isdigit()
