"""Every feature by name: what it says of one fact and one question, and which way it may count."""

from __future__ import annotations

from typing import Final, NamedTuple


class Features(NamedTuple):
    """The features of one fact for one question, 0 to 1 each, in the order of the ranker's weights.

    "The phrasing" is the fact's most similar one; a passage's own text stands in for it.
    """

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
    """Coverage by the best unit of the answer."""
    letters: float = 0.0
    """Share of the trigrams of the question's words, by the words' weights, that stand anywhere in the fact."""
    letters_near: float = 0.0
    """The same in the best unit."""
    wider: float = 0.0
    """Further coverage by related words."""
    prefix: float = 0.0
    """Further coverage by words with the same first five letters."""
    topic: float = 0.0
    """Further coverage by the topic, or the headings above a passage."""
    neighbours: float = 0.0
    """Further coverage by the passages right before and after."""
    asked_alike: float = 0.0
    """A phrasing asks for the same kind of thing (a time, a person, a sum)."""
    asked_unlike: float = 0.0
    """All phrasings that ask for a kind of thing ask for another kind."""
    offered: float = 0.0
    """The answer has a date, count, sum, share or duration, as was asked for."""
    withheld: float = 0.0
    """The answer has none, though one was asked for."""
    offered_likely: float = 0.0
    """The answer seems to name a person, place or reason, as was asked for."""
    withheld_likely: float = 0.0
    """The answer seems to name none, though one was asked for."""
    counted: float = 0.0
    """After "how many": what is to be counted stands in the answer behind a number (1) or without (0.5)."""
    uncounted: float = 0.0
    """After "how many": what is to be counted does not stand in the answer."""
    passage: float = 0.0
    """1 for a fact without phrasings."""
    frequency: float = 0.0
    """Coverage by the whole fact, in which a word counts the more the oftener it stands there (BM25)."""
    credit: float = 0.0
    """What the question owes to this fact where the candidates share words (see credit.py); a little beside 0 to 1."""
    meaning: float = 0.0
    """Nearness in meaning of the nearest phrasing; this and the next are 0 without embeddings."""
    meaning_answer: float = 0.0
    """Nearness in meaning of the answer."""
    meaning_centre: float = 0.0
    """Nearness in meaning of the phrasings' mean."""
    meaning_credit: float = 0.0
    """Credit by meaning (see meaning.py)."""


FEATURES: Final = Features._fields
_AGAINST: Final = frozenset("number version negation opposite asked_unlike withheld withheld_likely uncounted".split())
SIGNS: Final = {name: 0 if name == "passage" else -1 if name in _AGAINST else 1 for name in FEATURES}
"""Which way a feature may count: 1 for the fact, -1 against it, 0 either way."""
