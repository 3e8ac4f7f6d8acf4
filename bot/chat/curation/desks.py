"""The desks of the office, as the clerk staffs them. All but `Servers.settings` is called on the clerk's thread."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from bot.chat.curation.clerk import Clerk
from bot.chat.office import Counts, Office, Place, Report, Showing
from bot.curation.desk import Curation
from bot.curation.receipts import Receipt
from bot.curation.roles import Person, Role
from bot.curation.values import Spot
from bot.servers import ServerSettings


def staffed(clerk: Clerk, settings: Callable[[int], ServerSettings]) -> Office:
    """The office with everybody in it. settings: reads a server's, from any thread."""
    curation = clerk.curation
    return Office(
        reports=ReportDesk(curation),
        gaps=GapDesk(curation),
        servers=ServerDesk(curation, settings),
        privacy=PrivacyDesk(curation),
        counts=CountDesk(curation),
        clerk=clerk,
    )


class ReportDesk:
    """Takes reports of wrong answers."""

    def __init__(self, curation: Curation) -> None:
        self._review = curation.review

    def report(self, report: Report) -> None:
        """One more for the curators of the server; what is said in a direct message has none."""
        place = report.place
        self._review.report(
            place.server,
            Person(place.person, Role.MEMBER),
            Spot(place.channel, place.message),
            handle=report.handle,
            version=report.version,
            wrong=report.wrong,
            source=report.source,
            question=report.question,
        )


class GapDesk:
    """Takes what nobody could answer."""

    def __init__(self, curation: Curation) -> None:
        self._gaps = curation.gaps

    def count(self, server: int, question: str) -> None:
        """One more question without an answer; of its words a keyed hash is kept."""
        self._gaps.count(server, question)

    def ask_curators(self, place: Place, question: str) -> None:
        """One more for the curators of the server."""
        spot = Spot(place.channel, place.message)
        self._gaps.ask(place.server, Person(place.person, Role.MEMBER), spot, question)


class ServerDesk:
    """Keeps the settings of each server."""

    def __init__(self, curation: Curation, settings: Callable[[int], ServerSettings]) -> None:
        self._servers, self._exchange = curation.servers, curation.exchange
        self.settings = settings

    def change(self, server: int, settings: ServerSettings, person: int) -> None:
        """The chat has looked whether the person may."""
        self._servers.change(server, Person(person, Role.MANAGER), settings)

    def left(self, server: int) -> None:
        """Its data go when the time of grace is over."""
        self._servers.left(server)

    def back(self, server: int) -> None:
        """Its data stay."""
        self._servers.back(server)

    def export(self, server: int) -> str:
        """The server's own facts, a fact a line."""
        return self._exchange.export(server, "jsonl")


class PrivacyDesk:
    """Knows what is kept of a person."""

    def __init__(self, curation: Curation) -> None:
        self._privacy = curation.privacy

    def kept(self, person: int) -> Mapping[str, int]:
        """How many of what."""
        return self._privacy.kept(person)

    def export(self, person: int) -> str:
        """All of it, as JSON."""
        return self._privacy.export(person)

    def forget(self, person: int) -> None:
        """Deletes all of it."""
        self._privacy.forget(person)


class CountDesk:
    """Writes down what was answered."""

    def __init__(self, curation: Curation) -> None:
        self._curation = curation

    def note(self, showings: Sequence[Showing], counts: Counts) -> None:
        """Which messages showed which facts, and how many answers there were of which kind."""
        self._curation.receipts.note(
            Receipt(one.server, one.message, one.channel, one.handle, one.version, one.asker) for one in showings
        )
        for (server, kind), count in counts.items():
            self._curation.servers.tally(server, kind, count)

    def picked(self, server: int, handle: str) -> None:
        """Somebody chose the fact among several."""
        self._curation.review.picked(server, handle)
