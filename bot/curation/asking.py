"""Gaps: what found nothing, counted without words; and what people handed to the curators, grouped by likeness."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bot.curation.changes import DraftError
from bot.curation.notices import Notices
from bot.curation.roles import Action, require
from bot.curation.trying import content_stems, likeness
from bot.curation.wording import LONGEST, kept_line
from bot.errors import TableError
from bot.store.gaps import Gaps

if TYPE_CHECKING:
    from bot.curation.ground import Ground
    from bot.curation.roles import Person
    from bot.curation.values import Spot
    from bot.facts import Fact
    from bot.store.gaps import AskedCurators

SAME: Final = 0.5
"""Share of words in common from which two questions are put in one group."""


@dataclass(frozen=True, slots=True)
class GapGroup:
    """Questions that are alike, the oldest first.

    number: of its first question; names the group while that waits.     askers: people who handed one over.
    times:  how often one of them found nothing.     day: when that was last, ISO.
    """

    number: int
    questions: tuple[AskedCurators, ...]

    @property
    def askers(self) -> int:
        """How many different people asked."""
        return len({question.person for question in self.questions})

    @property
    def times(self) -> int:
        """How often one of them found nothing; equal questions of several people are counted once."""
        counted = {content_stems(one.question): one.times for one in self.questions}
        return max(sum(counted.values()), self.askers)

    @property
    def day(self) -> str:
        """The last time that one of them found nothing."""
        return max(question.day for question in self.questions)

    @property
    def texts(self) -> tuple[str, ...]:
        """The different wordings."""
        return tuple(dict.fromkeys(question.question for question in self.questions))


@dataclass(frozen=True, slots=True)
class GapPage:
    """Groups, most asked first.     total: how many there are in all.
    silent, silent_times: different questions that nobody handed over, and how often they were asked."""

    groups: tuple[GapGroup, ...]
    total: int
    silent: int
    silent_times: int


class GapDesk:
    """The gaps of every server."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    def count(self, scope: int, question: str) -> None:
        """A question found nothing: a count goes up. The question itself is not kept, nor who asked it."""
        stems = content_stems(question[:LONGEST])
        if stems:
            with self._ground.writing() as connection:
                Gaps(connection, scope).count(stems)

    def ask(self, scope: int, who: Person, spot: Spot, question: str) -> int:
        """Somebody hands a question to the curators, who now see it; its number."""
        require(who, Action.ASK)
        tidy = kept_line(question)
        if not tidy:
            raise DraftError("question", "the question is empty")
        with self._ground.writing() as connection:
            return Gaps(connection, scope).ask(
                content_stems(tidy), tidy, who.user, channel=spot.channel, message=spot.message
            )

    def page(self, scope: int, who: Person, *, limit: int = 10, offset: int = 0) -> GapPage:
        """What waits for the curators, most asked first."""
        require(who, Action.GAPS)
        groups = self.groups(scope)
        return GapPage(
            tuple(groups[offset : offset + limit]), len(groups), *Gaps(self._ground.connection, scope).silent()
        )

    def group(self, scope: int, who: Person, number: int) -> GapGroup | None:
        """The group that the question with this number is in, None when it waits no more."""
        require(who, Action.GAPS)
        return self._group(scope, number)

    def phrasings(self, scope: int, question: str, limit: int = 5) -> tuple[str, ...]:
        """Wordings of open gaps that are like a question, the likest first."""
        stems = content_stems(question)
        texts = {one.question for one in Gaps(self._ground.connection, scope).asked()} - {question}
        near = sorted((-alike, one) for one in texts if (alike := likeness(stems, content_stems(one))) >= SAME)
        return tuple(one for _, one in near[:limit])

    def dismiss(self, scope: int, who: Person, number: int, reason: str) -> int:
        """Close a group without an answer; how many people are told so."""
        require(who, Action.GAPS)
        with self._ground.writing() as connection:
            group = self._group(scope, number)
            if group is None:
                raise TableError(f"no question {number} waits here")
            told = Notices(connection, scope).dismissed(group.questions, kept_line(reason))
            Gaps(connection, scope).close(question.number for question in group.questions)
        return told

    def answer(self, scope: int, number: int, fact: Fact) -> int:
        """Close a group that a fact answers, inside the caller's transaction; how many people are told. One that was
        closed already is left alone."""
        group = self._group(scope, number)
        if group is None:
            return 0
        told = Notices(self._ground.connection, scope).answered(group.questions, fact)
        Gaps(self._ground.connection, scope).close(question.number for question in group.questions)
        return told

    def _group(self, scope: int, number: int) -> GapGroup | None:
        return next(
            (group for group in self.groups(scope) if any(one.number == number for one in group.questions)), None
        )

    def groups(self, scope: int) -> list[GapGroup]:
        """All that waits, most asked first; each question is in the first group whose first question it is like."""
        groups: list[tuple[frozenset[str], list[AskedCurators]]] = []
        for question in Gaps(self._ground.connection, scope).asked():
            stems = content_stems(question.question)
            home = next((group for first, group in groups if likeness(first, stems) >= SAME), None)
            if home is None:
                groups.append((stems, [question]))
            else:
                home.append(question)
        found = [GapGroup(group[0].number, tuple(group)) for _, group in groups]
        return sorted(found, key=lambda group: (-group.times, group.number))
