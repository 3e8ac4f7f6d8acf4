"""What curation hands out: findings of a trial, proposals, lists, and what came of a change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Generic, Literal, TypeVar

from bot.curation.changes import Change
from bot.errors import ConflictError, FactbotError
from bot.facts import Fact

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Spot:
    """Where something was said: ids of a channel and of a message, 0 where there is none."""

    channel: int = 0
    message: int = 0


NOWHERE: Final = Spot()


@dataclass(frozen=True, slots=True)
class Reply:
    """What a question is answered with. fact_id, title: of the fact that was answered or came first; "" without one."""

    outcome: Literal["found", "suggestions", "unknown"]
    fact_id: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class AnswerChange:
    """A question that is answered otherwise after a change."""

    question: str
    before: Reply
    after: Reply


@dataclass(frozen=True, slots=True)
class Alike:
    """A fact that nearly says what is to be added. likeness: 0 to 1."""

    fact: Fact
    likeness: float


@dataclass(frozen=True, slots=True)
class Claimed:
    """A phrasing that another fact has already."""

    phrasing: str
    fact: Fact


@dataclass(frozen=True, slots=True)
class Broken:
    """A labelled question that a change makes wrong. wanted: the id of the right fact; None: no answer is right."""

    question: str
    wanted: str | None
    before: Reply
    after: Reply


@dataclass(frozen=True, slots=True)
class Findings:
    """What a change would do. asked: questions that were tried; left: those that were not, for there are too many."""

    changes: tuple[AnswerChange, ...] = ()
    alike: tuple[Alike, ...] = ()
    claimed: tuple[Claimed, ...] = ()
    broken: tuple[Broken, ...] = ()
    asked: int = 0
    left: int = 0


@dataclass(frozen=True, slots=True)
class ReportText:
    """What somebody said of an answer.

    wrong: what is wrong, "" for a bare thumb down.     source: where it stands, or "".
    question: what was asked; "" unless its asker is the one who reports.
    handle, version: the receipt: the fact, and the version of the table that it was answered from.
    """

    wrong: str
    source: str
    question: str
    handle: str
    version: int


@dataclass(frozen=True, slots=True)
class Proposal:
    """Something in the review queue.

    what:     a kind of change, "report", or "wording".
    fact, handle: of the fact that it is about; "" for none.
    change:   what would be changed; None for a report and a wording, and when its text was deleted.
    report:   for a report.     wording: for one, the words.
    person, decided_by: Discord users' ids; 0 the terminal, -1 a former member.
    gap:      the number of the question that it answers, 0 for none.
    like:     numbers of open proposals that it looked like when it came.
    state:    "open", "accepted", "refused", "withdrawn".
    """

    number: int
    scope: int
    what: str
    fact: str
    handle: str
    change: Change | None
    report: ReportText | None
    wording: str
    person: int
    at: str
    spot: Spot
    gap: int
    like: tuple[int, ...]
    state: str
    decided_by: int
    decided_at: str
    reason: str


@dataclass(frozen=True, slots=True)
class Kept:
    """The change is made. number: its place in the history. fact: as it is now, None when it is gone.
    told: how many notices that brought about."""

    number: int
    fact: Fact | None
    told: int = 0


@dataclass(frozen=True, slots=True)
class Waiting:
    """The change waits for a curator. again: the same person said the same before, and that is what waits."""

    proposal: Proposal
    again: bool = False


@dataclass(frozen=True, slots=True)
class Listed:
    """A fact in a list. own: the server's own. hidden: a shared one that the server hides."""

    fact: Fact
    own: bool
    hidden: bool
    pack: str


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """Part of a list. more: where the next part begins, 0 at the end. total: how many there are in all."""

    items: tuple[Item, ...]
    more: int
    total: int


class ChangedError(ConflictError):
    """Somebody else changed the fact meanwhile. now: what it is by now, None when it is gone."""

    def __init__(self, message: str, now: Fact | None) -> None:
        self.now = now
        super().__init__(message)


class GateError(FactbotError):
    """The change would make labelled questions wrong."""

    def __init__(self, broken: tuple[Broken, ...]) -> None:
        self.broken = broken
        first = broken[0]
        wanted = "that must stay unanswered" if first.wanted is None else f'that "{first.wanted}" answers'
        more = f" and {len(broken) - 1} more" if len(broken) > 1 else ""
        super().__init__(
            f'this would make the labelled question "{first.question}", {wanted}, wrong{more}; '
            "give a reason to make the change all the same"
        )
