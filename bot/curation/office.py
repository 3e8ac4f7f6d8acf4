"""The desks behind the chat's counter, staffed: each call is handed to the thread that writes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from bot.curation.receipts import Receipt
from bot.curation.roles import Person, Role
from bot.curation.values import Spot

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.curation.writer import Writer
    from bot.servers import ServerSettings


class Place(Protocol):
    """Where something was said, and by whom: Discord's ids, the server's 0 for a direct message."""

    @property
    def server(self) -> int: ...  # noqa: D102
    @property
    def channel(self) -> int: ...  # noqa: D102
    @property
    def message(self) -> int: ...  # noqa: D102
    @property
    def person(self) -> int: ...  # noqa: D102


class Report(Protocol):
    """What somebody says of an answer: its receipt, what is wrong, where that stands, and what was asked."""

    @property
    def place(self) -> Place: ...  # noqa: D102
    @property
    def handle(self) -> str: ...  # noqa: D102
    @property
    def version(self) -> int: ...  # noqa: D102
    @property
    def wrong(self) -> str: ...  # noqa: D102
    @property
    def source(self) -> str: ...  # noqa: D102
    @property
    def question(self) -> str: ...  # noqa: D102


class Shown(Protocol):
    """A message of ours shows a fact: where, to whom, and from which version of the table."""

    @property
    def server(self) -> int: ...  # noqa: D102
    @property
    def channel(self) -> int: ...  # noqa: D102
    @property
    def message(self) -> int: ...  # noqa: D102
    @property
    def asker(self) -> int: ...  # noqa: D102
    @property
    def handle(self) -> str: ...  # noqa: D102
    @property
    def version(self) -> int: ...  # noqa: D102


class ReportCounter:
    """Takes reports of wrong answers."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer

    def report(self, report: Report) -> None:
        """One more for the curators."""
        self._writer.do(
            lambda curation: curation.review.report(
                report.place.server,
                _member(report.place),
                _spot(report.place),
                handle=report.handle,
                version=report.version,
                wrong=report.wrong,
                source=report.source,
                question=report.question,
            )
        )


class GapCounter:
    """Takes what nobody could answer."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer

    def count(self, server: int, question: str) -> None:
        """A question found no fact: a count goes up, and the question is forgotten."""
        self._writer.do(lambda curation: curation.gaps.count(server, question))

    def ask_curators(self, place: Place, question: str) -> None:
        """Somebody hands their question over, to be answered by a person."""
        self._writer.do(lambda curation: curation.gaps.ask(place.server, _member(place), _spot(place), question))


class RecordCounter:
    """Keeps which message showed which fact, and how often what came of a question."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer

    def note(self, shown: Sequence[Shown], outcomes: Mapping[tuple[int, str], int]) -> None:
        """What has happened since the last time, all or nothing."""
        receipts = [Receipt(one.server, one.message, one.channel, one.handle, one.version, one.asker) for one in shown]
        self._writer.do(lambda curation: curation.receipts.note(receipts, outcomes))


class ServerCounter:
    """Keeps the settings of each server. Who may change them is the chat's to know."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer

    def settings(self, server: int) -> ServerSettings:
        """As they are; the default ones for a server that changed none."""
        return self._writer.do(lambda curation: curation.servers.settings(server))

    def change(self, server: int, settings: ServerSettings) -> None:
        """From now on."""
        manager = Person(0, Role.MANAGER)
        self._writer.do(lambda curation: curation.servers.change(server, manager, settings))

    def present(self, servers: Sequence[int]) -> None:
        """The bot is on these servers and on no other."""
        self._writer.do(lambda curation: curation.servers.present(servers))

    def left(self, server: int) -> None:
        """The bot was taken off the server."""
        self._writer.do(lambda curation: curation.servers.left(server))

    def back(self, server: int) -> None:
        """The bot is on the server (again)."""
        self._writer.do(lambda curation: curation.servers.back(server))

    def export(self, server: int) -> str:
        """The server's own facts, a JSON object a line; "" when it has none."""
        return self._writer.do(lambda curation: curation.exchange.export(server, "jsonl"))


class PrivacyCounter:
    """Knows what is kept of a person."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer

    def kept(self, person: int) -> Mapping[str, int]:
        """How many of what, by a short name; empty when nothing is kept."""
        return self._writer.do(lambda curation: curation.privacy.kept(person))

    def export(self, person: int) -> str:
        """All of it, as JSON."""
        return self._writer.do(lambda curation: curation.privacy.export(person))

    def forget(self, person: int) -> None:
        """Deletes all of it."""
        self._writer.do(lambda curation: curation.privacy.forget(person))


def _member(place: Place) -> Person:
    return Person(place.person, Role.MEMBER)


def _spot(place: Place) -> Spot:
    return Spot(place.channel, place.message)
