"""What in a fact met a question: which words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot import text
from bot.answers import Evidence

if TYPE_CHECKING:
    from bot.facts import Fact
    from bot.matching.question import Question, Term

CLOSE: Final = 0.8
"""Similarity of a form from which a word counts as known under another spelling."""


def evidence(question: Question, against: tuple[str, ...], fact: Fact) -> Evidence:
    """Which words of the question met which words of the fact, and which met none. Characters of scripts without
    spaces are left out: they are no words to name."""
    spelt: dict[str, str] = {}
    for token in text.tokens(" ".join((*fact.questions, fact.answer, fact.topic))):
        spelt.setdefault(text.stem(token), token)
    matched, missing = [], []
    for term in sorted(question.terms, key=lambda term: -term.weight):
        if term.stop or text.is_unspaced(term.token):
            continue
        met = next((stem for stem, _ in term.forms if stem in spelt), None)
        if met is None:
            missing.append(term.token)
        else:
            matched.append((term.token, term.meant if met in {term.stem, text.stem(term.meant)} else spelt[met]))
    return Evidence(tuple(matched), tuple(missing), against)


def strange_words(terms: tuple[Term, ...]) -> tuple[str, ...]:
    """Words of the question that no fact knows, the weightiest first."""
    strange = [
        term
        for term in terms
        if not (term.known or term.stop or text.is_unspaced(term.token) or any(s >= CLOSE for _, s in term.forms))
    ]
    return tuple(term.token for term in sorted(strange, key=lambda term: -term.weight))
