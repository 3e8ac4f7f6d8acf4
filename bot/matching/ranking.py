"""rank(): candidates in, the same facts out in order, with a confidence that means the same on every table."""

from __future__ import annotations

import math
from operator import mul
from typing import TYPE_CHECKING, NamedTuple

from bot.matching.confidence import inputs, logistic
from bot.matching.features.comparer import Compared, Comparer
from bot.matching.nearness import ELSEWHERE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.entries import Entry
    from bot.lexicon import Lexicon
    from bot.matching.features.names import Features
    from bot.matching.meaning import Meaning
    from bot.matching.model import Model
    from bot.matching.question import Question

WORD_FOR_WORD = 0.99
"""Confidence in a fact whose stored phrasing the question is, word for word."""
BESIDE_EXACT = 0.5
"""What is left of the confidence in the others then."""
STOP_WORDS_ONLY = 0.2
"""What is left of the confidence when nothing but stop words was met, though the question has others."""
_AGAINST = {
    "version": "another year or version",
    "number": "another number",
    "opposite": "the opposite",
    "negation": "negated",
}


class Ranked(NamedTuple):
    """One candidate's place. score: the ranker's, comparable within a question only. confidence: 0 to 1.

    part: what of a passage fits best, as it stands there; "" for a fact with phrasings.
    """

    entry: Entry
    score: float
    confidence: float
    features: Features
    part: str

    @property
    def against(self) -> tuple[str, ...]:
        """What speaks against the fact, in a few words each."""
        found = self.features._asdict()
        return tuple(words for name, words in _AGAINST.items() if found[name] >= 0.3)


def rank(
    question: Question, entries: Sequence[Entry], lexicon: Lexicon, model: Model, meaning: Meaning | None = None
) -> list[Ranked]:
    """The entries, best first. Pure: the same question and entries give the same answer; ties go to the lower number.

    score z = sum_i w_i f_i over the features (see names.py); w maximises the likelihood of the right fact under
    softmax(z) over each question's candidates (listwise, Cao et al., Learning to Rank, 2007, with one relevant item).
    A fact that has the question among its phrasings, word for word, comes before all that have not.
    """
    scored = [
        (_dot(model.ranking, one.features), entry, one)
        for entry, one in zip(entries, compare(question, entries, lexicon, meaning), strict=True)
    ]
    if not scored:
        return []
    text = " ".join(question.stems)
    exact = {entry.number for entry in entries for row in entry.rows if row.text == text}
    scored.sort(key=lambda item: (item[1].number not in exact, -item[0], item[1].number))
    scores = sorted([score for score, _, _ in scored], reverse=True)
    first = logistic(model.intercept + _dot(model.confidence, inputs(question, scores, scored[0][2].features)))
    if meaning is None and not _meets_content(question, scored[0][1]):
        first *= STOP_WORDS_ONLY
    if exact:
        # what a curator wrote down is the answer to it; two facts that claim one phrasing share the certainty
        first = max(first if len(exact) == 1 else 0.0, WORD_FOR_WORD / len(exact))
    top = scored[0][0]
    found = []
    for score, entry, one in scored:
        confidence = first
        if entry.number not in exact:
            confidence *= min(1.0, math.exp(score - top)) * (BESIDE_EXACT if exact else 1.0)
        found.append(Ranked(entry, score, confidence, *one))
    return found


def compare(
    question: Question, entries: Sequence[Entry], lexicon: Lexicon, meaning: Meaning | None = None
) -> list[Compared]:
    """The features of each entry. meaning: the question's nearness to facts, where embeddings are switched on."""
    if not entries:
        return []
    question.weights.load(set().union(*[row.words for entry in entries for row in entry.rows]))
    near = meaning.of([entry.number for entry in entries]) if meaning is not None else [ELSEWHERE] * len(entries)
    return Comparer(question, lexicon).compare(entries, near)


def _meets_content(question: Question, entry: Entry) -> bool:
    """Whether the fact meets a word of the question that says something; true where no word of it does."""
    content = [term for term in question.terms if not term.stop]
    return not content or any(stem in entry.words for term in content for stem, _ in (*term.forms, *term.wider))


def _dot(weights: Sequence[float], values: Sequence[float]) -> float:
    total: float = sum(map(mul, weights, values))
    return total
