"""A table in memory that answers by shared words, for tests whose subject is Discord and not the search."""

from __future__ import annotations

import re
import threading
import time

from bot.answers import Answer, Evidence, Found, Match, Suggestions, Unknown
from bot.facts import Fact, Source

ARTICLE = Source("The new plant", "The Gazette", published="November 27", url="https://gazette.example/plant")


def fact(id: str, *questions: str, answer: str, source: Source = ARTICLE, locator: str = "paragraph 6") -> Fact:
    """A fact of the article."""
    return Fact(id, questions, answer, source, topic="The plant", locator=locator)


PEOPLE = fact("people", "How many people work at the plant?", answer="More than **6,000** people work there.")
CARS = fact("cars", "How many cars does the plant build?", answer="300,000 cars a year.", locator="paragraph 9")
OPENING = fact("opening", "When did the plant open?", answer="On a Monday.", locator="paragraph 2")
FACTS = (PEOPLE, CARS, OPENING)


class Table:
    """An Answerer: the fact with the most words in common; several when they tie; none without a common word.

    delay: seconds that each lookup takes. asked: (question, context) of all calls, in order.
    """

    def __init__(self, *facts: Fact, delay: float = 0.0) -> None:
        self.facts = list(facts or FACTS)
        self.delay = delay
        self.asked: list[tuple[str, str]] = []
        self.completed: list[str] = []
        self.threads: set[str] = set()

    def ask(self, question: str, *, context: str = "", limit: int = 10) -> Answer:
        """Most words in common wins."""
        self._work()
        self.asked.append((question, context))
        if question == "break":
            raise LookupError(f"cannot look up {question}")
        scored = [(len(_words(question) & _words(" ".join(known.questions))), known) for known in self.facts]
        best = max(score for score, _ in scored)
        top = tuple(self._match(known, question) for score, known in scored if score == best)
        if not best:
            strange = tuple(sorted(_words(question)))
            return Unknown(question, strange, ("The plant",), ())
        return Found(question, top[0], (), top) if len(top) == 1 else Suggestions(question, top[:5], top)

    def complete(self, text: str, limit: int = 25) -> list[Match]:
        """All questions that contain the text."""
        self._work()
        self.completed.append(text)
        return [self._match(known, text) for known in self.facts if text.lower() in known.title.lower()][:limit]

    def fact(self, handle: str) -> Fact | None:
        """The fact with this handle."""
        self._work()
        return next((known for known in self.facts if known.handle == handle), None)

    def _work(self) -> None:
        self.threads.add(threading.current_thread().name)
        time.sleep(self.delay)

    def _match(self, known: Fact, question: str) -> Match:
        shared = sorted(_words(question) & _words(known.title))
        return Match(known, known.answer, 0.93, Evidence(matched=tuple((word, word) for word in shared)))


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.lower())) - {"the", "at", "does", "did"}
