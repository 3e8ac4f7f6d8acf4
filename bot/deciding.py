"""One question of one scope: ranked, and decided whether that is an answer, a choice, or nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from bot import text
from bot.answers import Answer, Explanation, Found, Match, Suggestions, Unknown
from bot.asking import questions_in
from bot.evidence import evidence, strange_words
from bot.matching.model import shipped
from bot.matching.ranking import rank

if TYPE_CHECKING:
    from bot.facts import Fact
    from bot.matching.question import Question
    from bot.matching.ranking import Ranked
    from bot.searching import Searcher

MOST_PARTS: Final = 5
"""Things that one question may ask; a longer list is read as one question."""
MOST_TWINS: Final = 2
"""Other facts with the same question that are shown beside an answer; of more, the asker chooses one."""
_ASKING = r"(?:how|what|whats|who|whom|whose|when|where|which|why|is|are|was|were|does|do|did|can|could|will)\b"
_SEVERAL = re.compile(
    rf"\?+\s+|;\s+|(?:,\s*)?\b(?:and|also|plus|und|y)\s+(?:also\s+)?(?=(?:\w+\s+)?{_ASKING})", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Policy:
    """When to answer, when to offer a choice, when to say "I don't know". All are confidences, 0 to 1.

    answer:  at least this sure, the first fact is the answer.
    suggest: at least this sure, the nearest facts are offered.
    choice:  a fact is offered if its confidence is at least this share of the first one's.
    choices: how many at most.
    """

    answer: float = 0.85
    suggest: float = 0.15
    choice: float = 0.05
    choices: int = 5


class Asking:
    """Asks a table for one scope under one policy; `limit` matches are shown with each answer."""

    def __init__(self, searcher: Searcher, policy: Policy, scope: int, limit: int = 10) -> None:
        self._searcher = searcher
        self._table = searcher.table
        self._policy = policy
        self._scope = scope
        self._limit = limit

    def answer(self, question: str, context: str) -> Answer:
        """What the question is answered with; where it stands in a story and is not answered so, the question alone."""
        whole = self._answer(question, context)
        if isinstance(whole, Found) or not (asked := questions_in(question)):
            return whole
        alone = self._answer(asked, context)
        return alone if isinstance(alone, Found) or isinstance(whole, Unknown) else whole

    def _answer(self, question: str, context: str) -> Answer:
        """What the question is answered with, alone, in its parts, or read with what it follows on."""
        whole = self._decide(question)
        parts = [part for part in _SEVERAL.split(question) if text.tokens(part)]
        if 1 < len(parts) <= MOST_PARTS and (several := self._together(whole, parts)) is not None:
            return several
        if context and not isinstance(whole, Found):
            return self._following(whole, context) or whole
        return whole

    def completions(self, beginning: str) -> list[Match]:
        """Known questions for the beginning of one; for no text at all, some of every topic."""
        if not text.tokens(beginning):
            return self._matches_of(self._table.opening_facts(self._limit, self._scope))
        _, ranked = self._rank(beginning, unfinished=True)
        return self._matches(ranked[: self._limit])

    def explanation(self, question: str, fact: Fact) -> Explanation:
        """How the fact and the best other one compare with the question."""
        read, ranked = self._rank(question)
        facts = self._table.facts_by_number(one.entry.number for one in ranked)
        place, match, rival = 0, Match(fact, fact.answer, 0.0, evidence(read, (), fact)), None
        for rank_, one in enumerate(ranked, 1):
            if (other := facts.get(one.entry.number)) is None:
                continue
            compared = replace(_match(one, other), evidence=evidence(read, one.against, other))
            if other.id == fact.id:
                place, match = rank_, compared
            elif rival is None:
                rival = compared
        return Explanation(question, match, place, rival)

    def _following(self, whole: Answer, context: str) -> Found | None:
        """The answer to a question that follows on something, read with it; None when it is not answered so either,
        or only with what was said already, which the question alone does not ask for.

        whole: what the question alone is answered with.
        """
        question = whole.question
        alone = self._searcher.read(question, self._scope)
        if all(term.stop or not term.forms for term in alone.terms):
            return None
        joined = self._decide(f"{question} {context}")
        if not isinstance(joined, Found):
            return None
        said = self._decide(context).matches
        again = bool(said) and joined.best.fact.id == said[0].fact.id
        if again and (not whole.matches or whole.matches[0].fact.id != joined.best.fact.id):
            return None
        best = replace(joined.best, evidence=evidence(alone, joined.best.evidence.against, joined.best.fact))
        return replace(joined, best=best, matches=(best, *joined.matches[1:]))

    def _together(self, whole: Answer, parts: list[str]) -> Found | None:
        """One answer to a question that asks several things, when each of them is answered, by different facts."""
        best: dict[str, Match] = {}
        for part in sorted(parts, key=len):
            answer = self._decide(part)
            if not isinstance(answer, Found):
                return None  # mostly it is one question that has an "and": its shortest part tells that soonest
            best[part] = answer.best
        distinct = list({best[part].fact.id: best[part] for part in parts}.values())
        if len(distinct) < 2:
            return None
        return Found(whole.question, distinct[0], tuple(distinct[1:]), whole.matches)

    def _decide(self, question: str) -> Answer:
        read, ranked = self._rank(question)
        policy = self._policy
        twins = _twins(ranked)
        if twins and ranked[0].confidence < policy.answer:
            # facts that claim the same question make each other unsure; how sure they are together, one of them tells
            ranked = self._beside_each_other(question, twins)
        matches = tuple(self._matches(ranked[: max(self._limit, policy.choices)]))
        first = matches[0].confidence if matches else 0.0
        if matches:
            best = replace(matches[0], evidence=evidence(read, ranked[0].against, matches[0].fact))
            matches = (best, *matches[1:])
        shown = matches[: self._limit]
        if first >= policy.answer:
            numbers = {one.entry.number for one in twins}
            others = [match for match, one in zip(matches, ranked, strict=False) if one.entry.number in numbers]
            return Found(question, matches[0], (), shown, _disagreeing(matches[0], others))
        if first >= policy.suggest:
            least = first * policy.choice
            choices = [match for match in matches if match.confidence >= least]
            return Suggestions(question, tuple(choices[: policy.choices]), shown)
        return Unknown(question, strange_words(read.terms), self._topics(matches), shown)

    def _beside_each_other(self, question: str, twins: list[Ranked]) -> list[Ranked]:
        """The facts ranked as if the twins of the first were not there; they follow it, as sure as it is."""
        _, alone = self._rank(question, without=frozenset(one.entry.number for one in twins))
        return [*alone[:1], *(one._replace(confidence=alone[0].confidence) for one in twins if alone), *alone[1:]]

    def _rank(
        self, question: str, *, unfinished: bool = False, without: frozenset[int] = frozenset()
    ) -> tuple[Question, list[Ranked]]:
        found = self._searcher.search(question, self._scope, unfinished=unfinished)
        entries = [entry for entry in found.entries if entry.number not in without]
        model = shipped(semantic=found.meaning is not None)
        return found.question, rank(found.question, entries, self._searcher.lexicon, model, found.meaning)

    def _topics(self, matches: tuple[Match, ...]) -> tuple[str, ...]:
        """The nearest topics; of facts without one, the titles."""
        near = list(matches[:5]) or self._matches_of(self._table.opening_facts(3, self._scope))
        return tuple(dict.fromkeys(match.fact.topic or match.fact.title for match in near))[:3]

    def _matches_of(self, numbers: list[int]) -> list[Match]:
        facts = self._table.facts_by_number(numbers)
        return [Match(facts[number], facts[number].answer, 0.0) for number in numbers if number in facts]

    def _matches(self, ranked: list[Ranked]) -> list[Match]:
        facts = self._table.facts_by_number(one.entry.number for one in ranked)
        return [_match(one, facts[one.entry.number]) for one in ranked if one.entry.number in facts]


def _twins(ranked: list[Ranked]) -> list[Ranked]:
    """Those after the first that have a phrasing in common with it; none where so many do that it tells nothing."""
    if not ranked:
        return []
    first, *others = ranked[: MOST_TWINS + 2]
    phrasings = {row.text for row in first.entry.rows}
    twins = [one for one in others if any(row.text in phrasings for row in one.entry.rows)]
    return twins if len(twins) <= MOST_TWINS else []


def _disagreeing(best: Match, twins: list[Match]) -> tuple[Match, ...]:
    """Those that do not say the same in the same words."""
    said = {tuple(text.tokens(best.answer))}
    return tuple(match for match in twins if tuple(text.tokens(match.answer)) not in said)


def _match(ranked: Ranked, fact: Fact) -> Match:
    """A match shows the fact's answer; of a passage, the part that fits best."""
    answer = fact.answer if fact.questions else ranked.part or fact.answer
    return Match(fact, answer, ranked.confidence)
