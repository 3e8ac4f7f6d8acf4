"""The review queue of a server: proposals, reports and offered wordings, put in, looked at, and closed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from bot.curation.changes import Change
from bot.curation.trying import content_stems, likeness
from bot.curation.values import Proposal, ReportText, Spot, Waiting
from bot.errors import ConflictError, TableError
from bot.facts import HANDLE, digest
from bot.store.proposals import OPEN, Proposals

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.store.connection import Connection
    from bot.store.proposals import StoredProposal

MOST_COMPARED: Final = 500
"""Open proposals, the latest, that a new one is compared with."""
LIKELY_SAME: Final = 0.6
"""Share of words in common from which two new facts are likely the same."""


class Queue:
    """The queue of one server. Writing happens inside the caller's transaction."""

    def __init__(self, connection: Connection, scope: int) -> None:
        self._rows = Proposals(connection, scope)

    def put(self, what: str, key: str, body: dict[str, Any], person: int, spot: Spot, gap: int = 0) -> Waiting:
        """Put something in. What looks the same is put in too, and named in `like`; what the same person said in the
        same words and still waits is not put in again.

        what, key: what it is, and the id of the fact that it is about. body: "change", "report" or "wording", as JSON.
        """
        like = []
        for other in self._rows.page(OPEN, MOST_COMPARED):
            if (other.what, other.fact, other.person) == (what, key, person) and other.body == body:
                return Waiting(_proposal(other), again=True)
            if (key and other.fact == key) or likeness(_words(other.body), _words(body)) >= LIKELY_SAME:
                like.append(other.number)
        number = self._rows.add(
            what=what,
            fact=key,
            body=body,
            person=person,
            channel=spot.channel,
            message=spot.message,
            gap=gap,
            like=like,
        )
        return Waiting(self.get(number))

    def get(self, number: int) -> Proposal:
        """What has this number. Raises TableError when nothing here has."""
        row = self._rows.get(number)
        if row is None:
            raise TableError(f"there is no proposal {number} here")
        return _proposal(row)

    def open(self, number: int) -> Proposal:
        """What has this number and waits. Raises TableError when nothing here has, ConflictError when it was closed."""
        proposal = self.get(number)
        if proposal.state != OPEN:
            raise ConflictError(f"proposal {number} was {proposal.state} already")
        return proposal

    def page(
        self, state: str, limit: int, below: int | None = None, person: int | None = None
    ) -> tuple[list[Proposal], int]:
        """The latest first, and how many there are in that state."""
        rows = self._rows.page(state, limit, below, person)
        return [_proposal(row) for row in rows], self._rows.count(state)

    def close(self, number: int, state: str, person: int, reason: str) -> Proposal:
        """Close what waits; how it stands then."""
        self._rows.decide(number, state, person, reason)
        return self.get(number)


def _proposal(row: StoredProposal) -> Proposal:
    change, report = row.body.get("change"), row.body.get("report")
    return Proposal(
        number=row.number,
        scope=row.scope,
        what=row.what,
        fact=row.fact,
        handle=digest(row.fact, HANDLE) if row.fact else "",
        change=Change.from_json(change) if change else None,
        report=ReportText(**report) if report else None,
        wording=row.body.get("wording", ""),
        person=row.person,
        at=row.at,
        spot=Spot(row.channel, row.message),
        gap=row.gap,
        like=row.like,
        state=row.state,
        decided_by=row.decided_by,
        decided_at=row.decided_at,
        reason=row.reason,
    )


def _words(body: Mapping[str, Any]) -> frozenset[str]:
    """The words of the questions that a proposal would add; none for anything else."""
    change = body.get("change") or {}
    draft = change.get("draft") or {}
    return content_stems(*draft.get("questions", ())) if change.get("what") == "add" else frozenset()
