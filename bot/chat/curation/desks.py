"""The office with everybody in it: each desk hands what it takes to the one thread that writes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from bot.chat.curation.clerk import Clerk
from bot.chat.office import Office, Shown
from bot.curation.desk import Curation
from bot.curation.office import GapCounter, PrivacyCounter, ReportCounter, ServerCounter
from bot.curation.receipts import Receipt
from bot.curation.writer import Writer
from bot.servers import ServerSettings


def staffed(writer: Writer, settings: Callable[[int], ServerSettings]) -> Office:
    """Every desk. settings: reads a server's, from any thread: no answer waits for what is being written."""
    return Office(
        reports=ReportCounter(writer),
        gaps=GapCounter(writer),
        servers=_Servers(writer, settings),
        privacy=PrivacyCounter(writer),
        records=_Records(writer),
        clerk=Clerk(writer),
    )


class _Servers(ServerCounter):
    """Reads settings without asking the writer."""

    def __init__(self, writer: Writer, settings: Callable[[int], ServerSettings]) -> None:
        super().__init__(writer)
        self._read = settings

    def settings(self, server: int) -> ServerSettings:
        """As they are; the default ones for a server that changed none."""
        return self._read(server)


class _Records:
    """Keeps which message showed which fact, and how often what came of a question; on servers alone."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer

    def note(self, shown: Sequence[Shown], outcomes: Mapping[tuple[int, str], int]) -> None:
        """What has happened since the last time."""
        receipts = [
            Receipt(one.server, one.message, one.channel, one.handle, one.version, one.asker)
            for one in shown
            if one.server
        ]

        def write(curation: Curation) -> None:
            curation.receipts.note(receipts)
            for (server, kind), count in outcomes.items():
                if server:
                    curation.servers.tally(server, kind, count)

        self._writer.do(write)
