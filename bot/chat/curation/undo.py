"""Undo: takes a change of the history back, after a look at what that would do."""

from __future__ import annotations

from bot.chat import ids
from bot.chat.curation.drafting import begin
from bot.chat.curation.visiting import CounterPress, Visit
from bot.curation.changes import undo


class Undo(CounterPress, template=ids.UNDO.pattern):
    """A change is named by its number; of another server's nobody here can undo one."""

    async def serve(self, visit: Visit) -> None:
        """A member's undo waits for a curator, like any other change of theirs."""
        await visit.show(begin(visit, undo(self.number)))
