"""One question asked and its reply judged: what the program decided, and where the right fact came."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final, Protocol

from bot.answers import Found, Suggestions
from bot.evaluation.measuring import Claim
from bot.explaining import because
from bot.facts import digest

if TYPE_CHECKING:
    from bot.answers import Answer
    from bot.evaluation.labelled import Labelled
    from bot.facts import Fact

PLACES: Final = 10
"""How many ranked facts are looked at."""


class Outcome(StrEnum):
    """What the program decided, and whether that was right."""

    ANSWERED_RIGHT = "answered_right"
    ANSWERED_WRONG = "answered_wrong"
    OFFERED_WITH = "offered_with"
    OFFERED_WITHOUT = "offered_without"
    REFUSED_RIGHTLY = "refused_rightly"
    REFUSED_WRONGLY = "refused_wrongly"

    @property
    def words(self) -> str:
        """For people: "offered without" and the like say more with what is meant."""
        match self:
            case Outcome.OFFERED_WITH:
                return "offered, with the right one"
            case Outcome.OFFERED_WITHOUT:
                return "offered, none of them right"
            case _:
                return self.value.replace("_", " ")

    @property
    def is_answer(self) -> bool:
        """Whether an answer was given outright."""
        return self in (Outcome.ANSWERED_RIGHT, Outcome.ANSWERED_WRONG)


@dataclass(frozen=True, slots=True)
class Named:
    """A fact by its id and its title."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Judged:
    """One question and what came of it.

    expected:   the right fact; None when no fact answers, or the table lacks the one that the label names.
    first:      the fact ranked first, None when none was ranked.
    confidence: that of the first, 0 to 1; 0 without one.
    why:        why the first was thought to fit, "" when nothing was recorded.
    rank:       the place of the right fact, 1 to 10; None when it is not among the first ten.
    """

    asked: Labelled
    expected: Named | None
    outcome: Outcome
    first: Named | None
    confidence: float
    why: str
    rank: int | None

    @property
    def is_answerable(self) -> bool:
        """Whether a fact answers, by the label."""
        return self.asked.fact_id is not None

    @property
    def is_lacking(self) -> bool:
        """Whether the label names a fact that the table lacks."""
        return self.is_answerable and self.expected is None

    @property
    def is_right(self) -> bool:
        """Whether the right fact came first or, where none is right, no answer was given."""
        return self.rank == 1 if self.is_answerable else not self.outcome.is_answer

    @property
    def is_miss(self) -> bool:
        """Whether the person was not helped: not right, or left without the fact that came first."""
        return not self.is_right or self.outcome in (Outcome.ANSWERED_WRONG, Outcome.REFUSED_WRONGLY)

    @property
    def claim(self) -> Claim:
        """What the confidence promised, and whether the first fact was right."""
        return Claim(self.confidence, self.rank == 1)


class Asked(Protocol):
    """What answers: the program's own Answerer."""

    def ask(self, question: str, *, context: str = "", limit: int = 10) -> Answer:
        """The answer, with at most `limit` ranked matches."""

    def fact(self, handle: str) -> Fact | None:
        """The fact with this handle."""


def judge(question: Labelled, answerer: Asked) -> Judged:
    """Ask, and compare the reply with the label. Of an answer that gives several facts, the first counts."""
    answer = answerer.ask(question.query, limit=PLACES)
    expected = None if question.fact_id is None else answerer.fact(digest(question.fact_id, 12))
    if expected is not None and expected.id != question.fact_id:
        expected = None
    ids = [match.fact.id for match in answer.matches[:PLACES]]
    first = answer.matches[0] if answer.matches else None
    return Judged(
        asked=question,
        expected=_named(expected),
        outcome=_outcome(answer, question.fact_id),
        first=_named(first.fact if first else None),
        confidence=first.confidence if first else 0.0,
        why=because(first) if first else "",
        rank=ids.index(question.fact_id) + 1 if question.fact_id in ids else None,
    )


def _named(fact: Fact | None) -> Named | None:
    return Named(fact.id, fact.title) if fact else None


def _outcome(answer: Answer, fact_id: str | None) -> Outcome:
    match answer:
        case Found(best=best):
            return Outcome.ANSWERED_RIGHT if best.fact.id == fact_id else Outcome.ANSWERED_WRONG
        case Suggestions(choices=choices):
            among = any(choice.fact.id == fact_id for choice in choices)
            return Outcome.OFFERED_WITH if among else Outcome.OFFERED_WITHOUT
        case _:
            return Outcome.REFUSED_RIGHTLY if fact_id is None else Outcome.REFUSED_WRONGLY
