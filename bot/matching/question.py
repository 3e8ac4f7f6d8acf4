"""A question taken apart: its terms, what each weighs, and which words of the table each may stand for."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final, Protocol

from bot import text
from bot.lexicon import NEGATIONS, Lexicon
from bot.matching.spelling import Speller, Words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bot.matching.spelling import Repair

STOP_SHARE: Final = 0.3
"""What a stop word weighs beside another word as frequent."""
LEAST_WEIGHT: Final = 0.02
UNKNOWN_STOP_SHARE: Final = 0.5
SAME: Final = 0.8
"""Similarity of a listed synonym."""
RELATED: Final = 0.5
"""Similarity of a listed word of the same topic."""
BEGUN: Final = 0.9
"""Similarity of a word that begins with what has been typed so far."""
ENDINGS: Final = 8
CLEAR_REPAIR: Final = 0.4
"""Similarity beyond which a repair is believed before a missing space is looked for."""
MOST_TOKENS: Final = 120
"""Tokens of a question that are read, so that no question takes long."""


class Vocabulary(Words, Protocol):
    """The words of a fact table, and how much it holds."""

    def totals(self) -> Mapping[str, int]:
        """How many facts, asked_facts and phrasings there are."""

    def starting(self, prefix: str, limit: int) -> list[str]:
        """The commonest stems that begin so."""


class Weights:
    """What a stem of this table weighs: its inverse document frequency, as in BM25, over the greatest possible.

        idf(t) = ln(1 + (N - n + 0.5) / (n + 0.5)),   w(t) = idf(t) / idf(0),   0.02 <= w <= 1

    N facts, n of them with the stem. A stop word weighs three tenths of that.
    (S. Robertson, H. Zaragoza, The Probabilistic Relevance Framework, 2009, eq. 3.3, with the 1 that keeps it
    positive.)
    """

    def __init__(self, vocabulary: Vocabulary, lexicon: Lexicon) -> None:
        self._vocabulary = vocabulary
        self._stop = lexicon.stop
        self._facts = max(1, vocabulary.totals()["facts"])
        self.greatest = math.log(1 + (self._facts + 0.5) / 0.5)
        """idf(0), in nats."""
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
            weight = math.log(1 + (self._facts - n + 0.5) / (n + 0.5)) / self.greatest
            if stem in self._stop:
                weight *= STOP_SHARE
            self.known[stem] = max(weight, LEAST_WEIGHT)


@dataclass(frozen=True, slots=True)
class Term:
    """One distinct word of the question.

    token:   as typed, in normal form.       stem: what it is indexed under.
    meant:   the table's word it was taken for; the token itself unless it was misspelt.
    weight:  0.02 to 1.                      stop: whether it says little.
    forms:   stems of the table it may stand for, (stem, similarity 0 to 1), the most similar first; its own stem has
             similarity 1. Empty for a word that nothing in the table is like.
    wider:   further stems that make it likely: related ones, weaker.
    known:   whether the table has the word itself.
    """

    token: str
    stem: str
    meant: str
    weight: float
    stop: bool
    forms: tuple[tuple[str, float], ...]
    wider: tuple[tuple[str, float], ...]
    known: bool


@dataclass(frozen=True)
class Question:
    """terms: the distinct words in order. stems: all of them in order, misspelt ones repaired. words: the same, not
    stemmed. totals: the table's."""

    terms: tuple[Term, ...]
    stems: tuple[str, ...]
    words: tuple[str, ...]
    weights: Weights = field(repr=False)
    totals: Mapping[str, int] = field(repr=False)

    @property
    def total(self) -> float:
        """The weight of all terms; never 0."""
        return sum(term.weight for term in self.terms) or 1.0

    @property
    def strange(self) -> float:
        """The share of that weight in words that nothing in the table is like, 0 to 1."""
        return sum(term.weight for term in self.terms if not term.forms) / self.total

    def wanted(self) -> dict[str, float]:
        """For each stem of the table that the question may mean: the greatest weight that it can contribute."""
        found: dict[str, float] = {}
        for term in self.terms:
            for stem, similarity in (*term.forms, *term.wider):
                found[stem] = max(found.get(stem, 0.0), term.weight * similarity)
        return found

    @property
    def is_negated(self) -> bool:
        """Whether it denies what it asks about: an odd number of words that turn it round."""
        return sum(term.stem in NEGATIONS for term in self.terms) % 2 == 1


class Reader:
    """Reads questions against one vocabulary."""

    def __init__(self, vocabulary: Vocabulary, lexicon: Lexicon) -> None:
        self._vocabulary = vocabulary
        self._lexicon = lexicon
        self._speller = Speller(vocabulary, lexicon)
        self._weights = Weights(vocabulary, lexicon)

    def read(self, question: str, *, unfinished: bool = False) -> Question:
        """The question taken apart. Any string will do; one without words has no terms.

        unfinished: it is still being typed, and its last word may be the beginning of one.
        """
        left = text.tokens(question)[:MOST_TOKENS]
        self._weights.load({stem for token in left for stem in self._alike(text.stem(token))})
        left.reverse()
        terms: dict[str, Term] = {}
        order: list[Term] = []
        while left:
            token = left.pop()
            stem = text.stem(token)
            if stem not in terms:
                repairs: list[Repair] = []
                known = self._speller.is_known(stem)
                if not known and self._speller.may_err(token):
                    if other := self._otherwise(token, left):
                        left += reversed(other)
                        continue
                    repairs = self._speller.repairs(token)
                    if not any(repair.similarity > CLEAR_REPAIR for repair in repairs) and (
                        halves := self._speller.halves(token)
                    ):
                        left += reversed(halves)
                        continue
                terms[stem] = self._term(token, stem, repairs, known=known)
            order.append(terms[stem])
        found = list(terms.values())
        if unfinished and found:
            found[-1] = self._begun(found[-1])
        return Question(
            terms=tuple(found),
            stems=tuple(term.stem if term.known or not term.forms else term.forms[0][0] for term in order),
            words=tuple(term.meant for term in order),
            weights=self._weights,
            totals=self._vocabulary.totals(),
        )

    def _alike(self, stem: str) -> Iterable[str]:
        return (stem, *self._lexicon.same.get(stem, ()))

    def _otherwise(self, token: str, left: list[str]) -> tuple[str, ...]:
        """Other words to read in place of an unknown one: what it denies, or itself joined to the next."""
        if (rest := self._speller.denied(token)) is not None:
            return "not", rest
        if left and len(joined := token + left[-1]) > 4 and self._speller.is_known(text.stem(joined)):
            left.pop()
            return (joined,)
        return ()

    def _term(self, token: str, stem: str, repairs: list[Repair], *, known: bool) -> Term:
        forms = {stem: 1.0} if known else {repair.stem: repair.similarity for repair in repairs}
        stop = stem in self._lexicon.stop
        weight = self._weights[stem]
        if not known:
            share = UNKNOWN_STOP_SHARE if stop else 1.0
            weight = max((self._weights[word] for word in forms), default=weight * share)
        for word in self._vocabulary.frequencies(self._lexicon.same.get(stem, ())):
            forms.setdefault(word, SAME)
        related = self._vocabulary.frequencies(self._lexicon.related.get(stem, ()))
        return Term(
            token=token,
            stem=stem,
            meant=repairs[0].word if repairs and repairs[0].similarity > CLEAR_REPAIR else token,
            weight=weight,
            stop=stop,
            forms=_by_similarity(forms),
            wider=_by_similarity({word: RELATED for word in related if word not in forms}),
            known=known,
        )

    def _begun(self, term: Term) -> Term:
        """A last word that may go on: the table's words that begin with it are forms of it too."""
        forms = dict(term.forms)
        for word in self._vocabulary.starting(term.token, ENDINGS):
            forms.setdefault(word, BEGUN)
        weight = min(term.weight, max((self._weights[word] for word in forms), default=term.weight))
        return replace(term, forms=_by_similarity(forms), weight=weight)


def _by_similarity(forms: Mapping[str, float]) -> tuple[tuple[str, float], ...]:
    return tuple(sorted(forms.items(), key=lambda item: (-item[1], item[0])))
