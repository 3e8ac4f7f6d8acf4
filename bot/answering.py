"""From a question to an answer: reads it, finds candidates, ranks them, and decides."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from bot import text
from bot.answers import Answer, Evidence, Found, Match, Suggestions, Unknown
from bot.lexicon import english
from bot.matching.model import shipped
from bot.matching.ranking import rank
from bot.searching import Searcher

if TYPE_CHECKING:
    from bot.embedding import Embedder
    from bot.facts import Fact
    from bot.lexicon import Lexicon
    from bot.matching.question import Question, Term
    from bot.matching.ranking import Ranked
    from bot.store.reading import FactTable

LONGEST_QUESTION: Final = 1000
"""Characters of a question that are read; the rest of a longer one is not looked at."""
CLOSE: Final = 0.8
"""Similarity of a form from which a word counts as known under another spelling."""
MOST_PARTS: Final = 5
"""Things that one question may ask; a longer list is read as one question."""
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


class Answerer:
    """Answers questions from one fact table. Every method may be called from any thread, and takes any string."""

    def __init__(
        self,
        table: FactTable,
        embedder: Embedder | None = None,
        policy: Policy | None = None,
        lexicon: Lexicon | None = None,
    ) -> None:
        """embedder: the model that the table's embeddings are of; None to go by words alone. lexicon: what words mean;
        None for the lists that ship."""
        self._table = table
        self._policy = policy or Policy()
        self._lexicon = lexicon or english()
        self._searcher = Searcher(table, self._lexicon, embedder)

    def ask(self, question: str, *, context: str = "", limit: int = 10) -> Answer:
        """The answer, with at most `limit` ranked matches.

        context: what the question follows on, such as the answer that it is a reply to; it is read with the question
        when the question alone is not answered.
        """
        return replace(self._answer(question[:LONGEST_QUESTION], context, limit), question=question)

    def _answer(self, question: str, context: str, limit: int) -> Answer:
        whole = self._decide(question, limit)
        parts = [part for part in _SEVERAL.split(question) if text.tokens(part)]
        if 1 < len(parts) <= MOST_PARTS and (several := self._together(whole, parts, limit)) is not None:
            return several
        if context and not isinstance(whole, Found):
            return self._following(whole, context[:LONGEST_QUESTION], limit) or whole
        return whole

    def _following(self, whole: Answer, context: str, limit: int) -> Found | None:
        """The answer to a question that follows on something, read with it; None when it is not answered so either,
        or only with what was said already, which the question alone does not ask for.

        whole: what the question alone is answered with.
        """
        question = whole.question
        alone = self._searcher.read(question)
        if all(term.stop or not term.forms for term in alone.terms):
            return None
        joined = self._decide(f"{question} {context}", limit)
        if not isinstance(joined, Found):
            return None
        said = self._decide(context, 1).matches
        again = bool(said) and joined.best.fact.id == said[0].fact.id
        if again and (not whole.matches or whole.matches[0].fact.id != joined.best.fact.id):
            return None
        best = replace(joined.best, evidence=_evidence(alone, joined.best.evidence.against, joined.best.fact))
        return replace(joined, best=best, matches=(best, *joined.matches[1:]))

    def complete(self, beginning: str, limit: int = 25) -> list[Match]:
        """Known questions for a question that is still being typed, the likeliest first; for no text at all, some of
        every topic."""
        if not text.tokens(beginning):
            return self._matches_of(self._table.opening_facts(limit))
        _, ranked = self._rank(beginning[:LONGEST_QUESTION], unfinished=True)
        return self._matches(ranked[:limit])

    def fact(self, handle: str) -> Fact | None:
        """The fact with this handle, or None when it is gone."""
        return self._table.fact(handle)

    def _together(self, whole: Answer, parts: list[str], limit: int) -> Found | None:
        """One answer to a question that asks several things, when each of them is answered, by different facts."""
        answers = [self._decide(part, limit) for part in parts]
        found = [answer.best for answer in answers if isinstance(answer, Found)]
        if len(found) < len(parts) or len({match.fact.id for match in found}) < 2:
            return None
        distinct = list({match.fact.id: match for match in found}.values())
        return Found(whole.question, distinct[0], tuple(distinct[1:]), whole.matches)

    def _decide(self, question: str, limit: int) -> Answer:
        read, ranked = self._rank(question)
        matches = tuple(self._matches(ranked[: max(limit, self._policy.choices)]))
        first = matches[0].confidence if matches else 0.0
        if matches:
            best = replace(matches[0], evidence=_evidence(read, ranked[0].against, matches[0].fact))
            matches = (best, *matches[1:])
        shown = matches[:limit]
        if first >= self._policy.answer:
            return Found(question, matches[0], (), shown)
        if first >= self._policy.suggest:
            least = first * self._policy.choice
            choices = [match for match in matches if match.confidence >= least]
            return Suggestions(question, tuple(choices[: self._policy.choices]), shown)
        return Unknown(question, _strange(read.terms), self._topics(matches), shown)

    def _rank(self, question: str, *, unfinished: bool = False) -> tuple[Question, list[Ranked]]:
        found = self._searcher.search(question, unfinished=unfinished)
        model = shipped(semantic=found.meaning is not None)
        return found.question, rank(found.question, found.entries, self._lexicon, model, found.meaning)

    def _topics(self, matches: tuple[Match, ...]) -> tuple[str, ...]:
        """The nearest topics; of facts without one, the titles."""
        near = list(matches[:5]) or self._matches_of(self._table.opening_facts(3))
        return tuple(dict.fromkeys(match.fact.topic or match.fact.title for match in near))[:3]

    def _matches_of(self, numbers: list[int]) -> list[Match]:
        facts = self._table.facts_by_number(numbers)
        return [Match(facts[number], facts[number].answer, 0.0) for number in numbers if number in facts]

    def _matches(self, ranked: list[Ranked]) -> list[Match]:
        facts = self._table.facts_by_number(one.entry.number for one in ranked)
        return [_match(one, facts[one.entry.number]) for one in ranked if one.entry.number in facts]


def _match(ranked: Ranked, fact: Fact) -> Match:
    answer = fact.answer if fact.questions or ranked.unit is None else ranked.unit.spelt
    return Match(fact, answer, ranked.confidence)


def _evidence(question: Question, against: tuple[str, ...], fact: Fact) -> Evidence:
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


def _strange(terms: tuple[Term, ...]) -> tuple[str, ...]:
    """Words of the question that no fact knows, the weightiest first."""
    strange = [
        term
        for term in terms
        if not (term.known or term.stop or text.is_unspaced(term.token) or any(s >= CLOSE for _, s in term.forms))
    ]
    return tuple(term.token for term in sorted(strange, key=lambda term: -term.weight))
