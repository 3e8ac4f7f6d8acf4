"""Looking at what is there: lists, searches and the history, as those see them who look after the facts."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bot.curation.values import Listed, Page
from bot.store.history import Entry, History
from bot.store.listing import FactList
from bot.store.tallies import Tallies

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.curation.ground import Ground
    from bot.facts import Fact
    from bot.store.listing import ListedFact

__all__ = ["Entry", "FactDesk", "today"]


class FactDesk:
    """The facts of every server, to be read."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    def page(
        self,
        scope: int,
        *,
        topic: str = "",
        due: bool = False,
        own: bool = False,
        hidden: bool = False,
        offset: int = 0,
        limit: int = 10,
    ) -> Page[Listed]:
        """Part of the list, the server's own facts first. due: those to be looked at again by today; own, hidden:
        only these."""
        facts, total = FactList(self._ground.connection, scope).page(
            limit, offset, topic=topic, due=today() if due else "", own=own, hidden=hidden
        )
        more = offset + limit if offset + limit < total else 0
        return Page(tuple(_listed(one, scope) for one in facts), more, total)

    def get(self, scope: int, handle: str) -> Listed | None:
        """The fact with this handle, hidden or not."""
        found = FactList(self._ground.connection, scope).get(handle)
        return _listed(found, scope) if found else None

    def search(self, scope: int, words: str, limit: int = 10) -> tuple[Fact, ...]:
        """The facts that fit these words best."""
        matches = self._ground.committed.ask(words, limit=limit, scope=scope).matches
        return tuple(match.fact for match in matches)

    def topics(self, scope: int, beginning: str = "", limit: int = 25) -> tuple[str, ...]:
        """The topics that begin so, those with most facts first."""
        return tuple(FactList(self._ground.connection, scope).topics(beginning, limit))

    def counts(self, scope: int, handle: str) -> Mapping[str, int]:
        """How often a fact was "picked" from a choice, and got a "thumb_up"."""
        return Tallies(self._ground.connection, scope).of_fact(handle)

    def history(self, scope: int, handle: str = "", *, below: int | None = None, limit: int = 10) -> tuple[Entry, ...]:
        """The latest changes first: of one fact, gone or not, or of all; below a number where given."""
        history = History(self._ground.connection, scope)
        if not handle:
            return tuple(history.latest(limit, below=below))
        found = FactList(self._ground.connection, scope).get(handle)
        key = found.fact.id if found else history.key_of(handle)
        return tuple(history.latest(limit, key=key, below=below)) if key else ()


def today() -> str:
    """The day, UTC, ISO format."""
    return datetime.now(UTC).date().isoformat()


def _listed(found: ListedFact, scope: int) -> Listed:
    return Listed(found.fact, found.fact.scope == scope, found.hidden, found.pack)
