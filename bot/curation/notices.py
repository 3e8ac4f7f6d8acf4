"""What people are told of what became of what they said, written into the outbox with the change itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.store.history import now
from bot.store.outbox import Outbox
from bot.store.receipts import Receipts

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.curation.values import Proposal
    from bot.facts import Fact
    from bot.store.connection import Connection
    from bot.store.gaps import AskedCurators

MOST_CORRECTED: Final = 200
"""Messages of ours, the latest, that a correction is noted on."""


class Notices:
    """Writes what is to be told in one server, inside the caller's transaction."""

    def __init__(self, connection: Connection, scope: int) -> None:
        self._db = connection
        self._scope = scope
        self._outbox = Outbox(connection)

    def decided(self, proposal: Proposal, state: str, by: int, reason: str, fact: Fact | None) -> int:
        """Who proposed or reported hears what became of it, unless they decided it themselves; how many were told."""
        if proposal.person <= 0 or proposal.person == by:
            return 0
        title = fact.title if fact else _title(proposal)
        self._outbox.add(
            self._scope,
            state,
            {
                "proposal": proposal.number,
                "what": proposal.what,
                "title": title,
                "reason": reason,
                "handle": fact.handle if fact else proposal.handle,
            },
            user=proposal.person,
            channel=proposal.spot.channel,
            message=proposal.spot.message,
        )
        return 1

    def answered(self, questions: Iterable[AskedCurators], fact: Fact) -> int:
        """Who asked is told that there is an answer now; once in a channel, however often they asked."""
        return self._asked(questions, "answered", {"handle": fact.handle, "title": fact.title})

    def dismissed(self, questions: Iterable[AskedCurators], reason: str) -> int:
        """Who asked is told that there will be no answer."""
        return self._asked(questions, "dismissed", {"reason": reason})

    def corrected(self, handle: str) -> int:
        """Messages of ours that showed the fact are to say that it was corrected; how many."""
        receipts = Receipts(self._db, self._scope).of_fact(handle)[:MOST_CORRECTED]
        for receipt in receipts:
            payload: dict[str, str | int] = {"handle": handle, "at": now(), "version": receipt.version}
            self._outbox.add(self._scope, "corrected", payload, channel=receipt.channel, message=receipt.message)
        return len(receipts)

    def waiting(self, proposal: Proposal, channel: int) -> None:
        """The curators' channel is told that something waits for them."""
        payload: dict[str, str | int] = {
            "proposal": proposal.number,
            "what": proposal.what,
            "title": _title(proposal),
            "handle": proposal.handle,
        }
        self._outbox.add(self._scope, "waiting", payload, channel=channel)

    def _asked(self, questions: Iterable[AskedCurators], kind: str, payload: dict[str, str | int]) -> int:
        told: set[tuple[int, int]] = set()
        for one in questions:
            if one.person <= 0 or (one.person, one.channel) in told:
                continue
            told.add((one.person, one.channel))
            self._outbox.add(
                self._scope,
                kind,
                {**payload, "question": one.question},
                user=one.person,
                channel=one.channel,
                message=one.message,
            )
        return len(told)


def _title(proposal: Proposal) -> str:
    draft = proposal.change.draft if proposal.change else None
    return draft.questions[0] if draft and draft.questions else proposal.fact
