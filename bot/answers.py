"""The waist of the hourglass: a question comes in by any door and leaves as an answer with its source, a few to choose
from, or an honest "I don't know"."""

from __future__ import annotations

from dataclasses import dataclass

from bot.facts import Fact


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a fact was thought to fit: words of the question, and what they met in the fact.

    matched: pairs (word as asked, word as it stands in the fact), the weightiest first; equal where spelt alike.
    missing: words of the question that this fact lacks, the weightiest first.
    against: short phrases for what spoke against it ("another number", "the opposite", "negated").
    """

    matched: tuple[tuple[str, str], ...] = ()
    missing: tuple[str, ...] = ()
    against: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """A fact that may answer the question.

    answer: what to show: the fact's answer, or for a passage the sentence of it that fits best.
    confidence: calibrated probability, 0 to 1, that this fact answers the question.
    """

    fact: Fact
    answer: str
    confidence: float
    evidence: Evidence = Evidence()


@dataclass(frozen=True, slots=True)
class Found:
    """The question is answered by `best`; by `also` too when it asks several things.

    disagreeing: other facts that a curator wrote down for the same question and that say something else; to be shown
    beside the answer, with their sources and dates. Which of them is right is for people to say.
    """

    question: str
    best: Match
    also: tuple[Match, ...]
    matches: tuple[Match, ...]
    disagreeing: tuple[Match, ...] = ()


@dataclass(frozen=True, slots=True)
class Suggestions:
    """Several facts are near, none is sure. `choices` holds one to five, the likeliest first."""

    question: str
    choices: tuple[Match, ...]
    matches: tuple[Match, ...]


@dataclass(frozen=True, slots=True)
class Unknown:
    """No fact answers.

    strange: words of the question that no fact knows ("battery"), as asked, the weightiest first; may be empty.
    topics:  what the table does know that is nearest: topics, or titles where facts have none; at most three.
    """

    question: str
    strange: tuple[str, ...]
    topics: tuple[str, ...]
    matches: tuple[Match, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a fact was, or was not, the answer to a question: worked out from the table as it is now.

    match: the fact as it is compared with the question.   place: its rank from 1; 0 when it did not come into question.
    rival: the best of the other facts, None when there is none.
    """

    question: str
    match: Match
    place: int
    rival: Match | None


Answer = Found | Suggestions | Unknown
"""What `Answerer.ask` returns. `matches` ranks the best facts whatever the outcome, so that ranking can be measured."""
