"""Labelled questions that a server's table carries: its curators say what is rightly answered with what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.curation.changes import DraftError
from bot.curation.roles import Action, require
from bot.curation.values import Page
from bot.curation.wording import kept_line
from bot.errors import TableError
from bot.facts import HANDLE, digest
from bot.store.labelled import LabelledQuestions
from bot.store.listing import FactList

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.curation.ground import Ground
    from bot.curation.roles import Person
    from bot.store.labelled import StoredQuestion


class LabelDesk:
    """The labelled questions of every server."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    def add(self, scope: int, who: Person, query: str, fact: str | None) -> int:
        """Keep a question with the id of the fact that answers it, None when no fact may; its number. A question that
        is there gets the new label. Raises TableError when there is no such fact here."""
        return self.load(scope, who, [(query, fact)])[0]

    def load(self, scope: int, who: Person, questions: Iterable[tuple[str, str | None]]) -> list[int]:
        """Keep several (question, id or None), all or none; their numbers."""
        require(who, Action.LABEL)
        with self._ground.writing() as connection:
            facts, rows = FactList(connection, scope), LabelledQuestions(connection, scope)
            numbers = []
            for query, fact in questions:
                if not (tidy := kept_line(query)):
                    raise DraftError("question", "the question is empty")
                if fact is not None and facts.get(digest(fact, HANDLE)) is None:
                    raise TableError(f'there is no fact "{fact}" here to answer "{tidy}"')
                numbers.append(rows.put(tidy, fact, who.user))
        return numbers

    def remove(self, scope: int, who: Person, number: int) -> None:
        """Take a question out. Raises TableError when nothing here has this number."""
        require(who, Action.LABEL)
        with self._ground.writing() as connection:
            if not LabelledQuestions(connection, scope).remove(number):
                raise TableError(f"there is no labelled question {number} here")

    def page(self, scope: int, *, after: int = 0, limit: int = 10) -> Page[StoredQuestion]:
        """Part of the list, in the order they came."""
        rows = LabelledQuestions(self._ground.connection, scope)
        items = rows.page(limit + 1, after)
        return Page(tuple(items[:limit]), items[limit - 1].number if len(items) > limit else 0, rows.count())
