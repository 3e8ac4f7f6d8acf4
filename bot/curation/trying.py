"""What a change would do to the answers, found by asking before and after it, while nothing of it is kept."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

from bot import text
from bot.answers import Found, Suggestions
from bot.curation.values import Alike, AnswerChange, Broken, Claimed, Reply
from bot.lexicon import english

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.answers import Answer
    from bot.curation.making import Made
    from bot.store.labelled import StoredQuestion
    from bot.store.reading import FactTable

MOST_ASKED: Final = 200
"""Stored questions that are asked before and after a change, and as many labelled ones: those that share the rarest
words with it. So a trial is over in a second or two, however large the table is."""
NEIGHBOURS: Final = 60
"""Facts whose questions come into question."""
ALIKE: Final = 0.5
"""Confidence from which a fact is said to be like another: as likely as not it answers the same question."""
MOST_ALIKE: Final = 5


class Asks(Protocol):
    """What answers: an Answerer."""

    def ask(
        self, question: str, *, context: str = "", limit: int = 10, scope: int = 0, certainty: float | None = None
    ) -> Answer:
        """The answer, with at most `limit` ranked matches."""


@dataclass(frozen=True, slots=True)
class Trial:
    """How questions are asked: in a scope, as sure as it wants answers to be."""

    scope: int
    certainty: float | None = None

    def reply(self, asks: Asks, question: str) -> Reply:
        """What a question is answered with."""
        return reply_of(asks.ask(question, limit=1, scope=self.scope, certainty=self.certainty))


def reply_of(answer: Answer) -> Reply:
    """An answer, as short as it is compared."""
    match answer:
        case Found(best=first):
            return Reply("found", first.fact.id, first.fact.title)
        case Suggestions(choices=(first, *_)):
            return Reply("suggestions", first.fact.id, first.fact.title)
        case _:
            return Reply("unknown")


def answers_changed(
    before: Asks, after: Asks, questions: Iterable[str], scope: int, certainty: float | None = None
) -> list[AnswerChange]:
    """The questions whose answer is another fact's, or is one no more, or is one now; in their order.

    Every question is asked of both, which takes some milliseconds each: whoever calls bounds their number. An answer
    that merely says something else, for its fact was changed, is no other answer.
    """
    trial = Trial(scope, certainty)
    found = []
    for question in questions:
        was, now = trial.reply(before, question), trial.reply(after, question)
        if _differ(was, now):
            found.append(AnswerChange(question, was, now))
    return found


def broken_labels(
    before: Asks, after: Asks, labels: Iterable[StoredQuestion], trial: Trial
) -> tuple[tuple[Broken, ...], int]:
    """The labelled questions that were right and are wrong now, and how many were asked.

    Right: where a fact is wanted, it came first and no other was given as the answer; where none is, none was given.
    """
    broken = []
    asked = 0
    for label in labels:
        asked += 1
        now = trial.reply(after, label.query)
        if not _is_right(now, label.fact) and _is_right(was := trial.reply(before, label.query), label.fact):
            broken.append(Broken(label.query, label.fact, was, now))
    return tuple(broken), asked


def questions_near(tables: Sequence[FactTable], scope: int, made: Made) -> list[str]:
    """The stored questions that share words with what came and went, the fact's own earlier ones first, then those
    with the rarest words in common; each once, the fact's new ones left out."""
    own = set(made.before.questions) if made.before else set()
    new = set(made.after.questions) if made.after else set()
    questions = dict.fromkeys(made.before.questions if made.before else ())
    stems = content_stems(*made.texts)
    for table in tables:
        snapshot = table.snapshot(scope)
        counts = snapshot.frequencies(stems)
        total = snapshot.totals()["facts"] + 1
        weights = {stem: math.log(1 + total / count) for stem, count in counts.items()}
        entries = snapshot.candidates(weights, NEIGHBOURS)
        facts = table.facts_by_number(entry.number for entry in entries)
        for entry in entries:
            if (fact := facts.get(entry.number)) is None or fact.id == made.key:
                continue
            for question, row in zip(fact.questions, entry.rows, strict=False):
                if row.words & stems:
                    questions.setdefault(question)
    return [question for question in questions if question in own or question not in new]


def labels_near(labels: Iterable[StoredQuestion], changes: Sequence[Made]) -> list[StoredQuestion]:
    """The labelled questions that changes may touch, at most MOST_ASKED: of their facts, then those that share most
    words with them."""
    stems = content_stems(*(words for made in changes for words in made.texts))
    keys = {made.key for made in changes}
    ranked = []
    for label in labels:
        shared = len(stems.intersection(text.stems_of(label.query)))
        if label.fact in keys or shared:
            ranked.append((label.fact not in keys, -shared, label.number, label))
    return [label for *_, label in sorted(ranked, key=lambda one: one[:3])[:MOST_ASKED]]


def alike(asks: Asks, made: Made, trial: Trial) -> tuple[tuple[Alike, ...], tuple[Claimed, ...]]:
    """Facts that nearly say what is added or changed, the likeliest first, and phrasings that others have already.

    asks: answers from the table as it is without the change.
    """
    if made.after is None:
        return (), ()
    near: dict[str, Alike] = {}
    claimed: dict[str, Claimed] = {}
    for question in made.after.questions or text.sentences(made.after.answer)[:1]:
        form = text.tokens(question)
        for match in asks.ask(question, limit=MOST_ALIKE, scope=trial.scope).matches:
            fact = match.fact
            if fact.id == made.key:
                continue
            if any(text.tokens(other) == form for other in fact.questions):
                claimed.setdefault(question, Claimed(question, fact))
            known = near.get(fact.id)
            if match.confidence >= ALIKE and (known is None or known.likeness < match.confidence):
                near[fact.id] = Alike(fact, match.confidence)
    ranked = sorted(near.values(), key=lambda one: -one.likeness)
    return tuple(ranked[:MOST_ALIKE]), tuple(claimed.values())


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """How many words two texts share, 0 to 1: Dice's coefficient of their `content_stems`."""
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0


def content_stems(*texts: str) -> frozenset[str]:
    """The stems of texts that say something; all of them where none does."""
    stems = frozenset(stem for one in texts for stem in text.stems_of(one))
    return stems - english().stop or stems


def _differ(before: Reply, after: Reply) -> bool:
    if before.outcome != after.outcome:
        return True
    return before.outcome == "found" and before.fact_id != after.fact_id


def _is_right(reply: Reply, wanted: str | None) -> bool:
    if wanted is None:
        return reply.outcome != "found"
    return reply.outcome != "unknown" and reply.fact_id == wanted
