"""A table in memory that answers by shared words, for tests whose subject is Discord and not the search."""

from __future__ import annotations

import re
import threading
import time

from bot.answers import Answer, Evidence, Explanation, Found, Match, Suggestions, Unknown
from bot.facts import SHARED, Fact, Source

ARTICLE = Source("The new plant", "The Gazette", published="November 27", url="https://gazette.example/plant")


def fact(id: str, *questions: str, answer: str, source: Source = ARTICLE, locator: str = "paragraph 6") -> Fact:
    """A fact of the article."""
    return Fact(id, questions, answer, source, topic="The plant", locator=locator)


PEOPLE = fact("people", "How many people work at the plant?", answer="More than **6,000** people work there.")
CARS = fact("cars", "How many cars does the plant build?", answer="300,000 cars a year.", locator="paragraph 9")
OPENING = fact("opening", "When did the plant open?", answer="On a Monday.", locator="paragraph 2")
FACTS = (PEOPLE, CARS, OPENING)


def told(known: Fact, question: str = "") -> str:
    """The words of a message that answers with the fact; a command's show the question above."""
    return (f"> {question}\n" if question else "") + f"{known.answer}\n-# As of {known.source.published}"


class Table:
    """An Answerer: the fact with the most words in common; several when they tie; none without a common word.

    delay: seconds that each lookup takes. asked: (question, context) of all calls, in order. number: the version.
    """

    def __init__(self, *facts: Fact, delay: float = 0.0) -> None:
        self.facts = list(facts or FACTS)
        self.delay = delay
        self.number = 7
        self.scopes: list[int] = []
        self.certainties: list[float | None] = []
        self.asked: list[tuple[str, str]] = []
        self.completed: list[str] = []
        self.threads: set[str] = set()

    def ask(
        self,
        question: str,
        *,
        context: str = "",
        limit: int = 10,
        scope: int = SHARED,
        certainty: float | None = None,
    ) -> Answer:
        """Most words in common wins."""
        self._work()
        self.asked.append((question, context))
        self.scopes.append(scope)
        self.certainties.append(certainty)
        if question == "break":
            raise LookupError(f"cannot look up {question}")
        scored = [(len(_words(question) & _words(" ".join(known.questions))), known) for known in self.facts]
        best = max(score for score, _ in scored)
        top = tuple(self._match(known, question) for score, known in scored if score == best)
        if not best:
            strange = tuple(sorted(_words(question)))
            return Unknown(question, strange, ("The plant",), ())
        rest = tuple(self._match(known, question) for score, known in scored if score != best)
        return Found(question, top[0], (), top + rest) if len(top) == 1 else Suggestions(question, top[:5], top)

    def complete(self, beginning: str, limit: int = 25, *, scope: int = SHARED) -> list[Match]:
        """All questions that contain the text."""
        text = beginning
        self._work()
        self.completed.append(text)
        return [self._match(known, text) for known in self.facts if text.lower() in known.title.lower()][:limit]

    def fact(self, handle: str, *, scope: int = SHARED) -> Fact | None:
        """The fact with this handle."""
        self._work()
        return next((known for known in self.facts if known.handle == handle), None)

    def explain(self, question: str, handle: str, *, scope: int = SHARED) -> Explanation | None:
        """The fact is the first if it has the most words in common."""
        ranked = sorted(self.facts, key=lambda known: -len(_words(question) & _words(known.title)))
        matches = [self._match(known, question) for known in ranked]
        place = next((i for i, known in enumerate(ranked, 1) if known.handle == handle), 0)
        rival = next((match for match in matches if match.fact.handle != handle), None)
        return Explanation(question, matches[place - 1], place, rival) if place else None

    def version(self) -> int:
        """The number."""
        return self.number

    def totals(self, *, scope: int = SHARED) -> dict[str, int]:
        """Of all facts."""
        return {"facts": len(self.facts), "asked_facts": len(self.facts), "phrasings": len(self.facts)}

    def _work(self) -> None:
        self.threads.add(threading.current_thread().name)
        time.sleep(self.delay)

    def _match(self, known: Fact, question: str) -> Match:
        shared = sorted(_words(question) & _words(known.title))
        return Match(known, known.answer, 0.93, Evidence(matched=tuple((word, word) for word in shared)))


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.lower())) - {"the", "at", "does", "did"}
