"""The office with everybody in it: each desk hands what it takes to the one thread that writes."""

from __future__ import annotations

from collections.abc import Callable

from bot.chat.curation.clerk import Clerk
from bot.chat.office import Office
from bot.curation.office import GapCounter, PrivacyCounter, RecordCounter, ReportCounter, ServerCounter
from bot.curation.writer import Writer
from bot.servers import ServerSettings


def staffed(writer: Writer, settings: Callable[[int], ServerSettings]) -> Office:
    """Every desk. settings: reads a server's, from any thread: no answer waits for what is being written."""
    return Office(
        reports=ReportCounter(writer),
        gaps=GapCounter(writer),
        servers=_Servers(writer, settings),
        privacy=PrivacyCounter(writer),
        records=RecordCounter(writer),
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
