"""The desks behind the counter: who takes reports, questions for curators, settings, and requests for privacy.

The chat knows them as protocols. A desk that is not staffed is None, and then its button is not shown: what nobody
reads is not collected. All calls block for milliseconds and may come from any thread.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from bot.servers import ServerSettings

if TYPE_CHECKING:
    from bot.chat.curation.clerk import Clerk


@dataclass(frozen=True, slots=True)
class Place:
    """Where something was said: a server's id or 0 for a direct message, a channel's, a message's, a person's."""

    server: int
    channel: int
    message: int
    person: int


@dataclass(frozen=True, slots=True)
class Report:
    """Somebody says that an answer is not right.

    handle, version: the receipt: which fact, and from which version of the table.
    wrong, source:   what they wrote: what is wrong, and where that stands; the latter may be "".
    question:        what the answer was given to; "" where it cannot be read any more.
    """

    place: Place
    handle: str
    version: int
    wrong: str
    source: str
    question: str


class Reports(Protocol):
    """Takes reports of wrong answers."""

    def report(self, report: Report) -> None:
        """One more for the curators."""


class Gaps(Protocol):
    """Takes what nobody could answer."""

    def count(self, server: int, question: str) -> None:
        """A question found no fact: a count goes up, and the question is forgotten."""

    def ask_curators(self, place: Place, question: str) -> None:
        """Somebody wants their question to be answered by a person, and hands it over for that."""


class Servers(Protocol):
    """Keeps the settings of each server."""

    def settings(self, server: int) -> ServerSettings:
        """As they are; the default ones for a server that changed none."""

    def change(self, server: int, settings: ServerSettings) -> None:
        """From now on."""

    def present(self, servers: Sequence[int]) -> None:
        """The bot is on these servers and on no other; it may have missed how that came about."""

    def left(self, server: int) -> None:
        """The bot was taken off the server: its data may go when the time of grace is over."""

    def back(self, server: int) -> None:
        """The bot is on the server (again): its data stays."""

    def export(self, server: int) -> str:
        """The server's own facts as a fact file (JSON, a fact a line); "" when it has none."""


class Privacy(Protocol):
    """Knows what is kept of a person."""

    def kept(self, person: int) -> Mapping[str, int]:
        """How many of what, by a short name such as "reports"; empty when nothing is kept."""

    def export(self, person: int) -> str:
        """All of it, as JSON."""

    def forget(self, person: int) -> None:
        """Deletes all of it."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A message of ours shows a fact. asker, handle, version: who asked, which fact, the table's version."""

    server: int
    channel: int
    message: int
    asker: int
    handle: str
    version: int


class Records(Protocol):
    """Keeps which message showed which fact, so that it can follow when the fact is corrected, and how often what came
    of a question."""

    def note(self, shown: Sequence[Shown], outcomes: Mapping[tuple[int, str], int]) -> None:
        """What has happened since the last time.

        outcomes: how often, by server and by "found", "suggestions" or "unknown".
        """


@dataclass(frozen=True, slots=True)
class Office:
    """Every desk; None where there is nobody. clerk: who changes facts; the others are asked through the Desk."""

    reports: Reports | None = None
    gaps: Gaps | None = None
    servers: Servers | None = None
    privacy: Privacy | None = None
    records: Records | None = None
    clerk: Clerk | None = None
