"""Review: what members propose and report, curators accept, accept with changes, or refuse with a reason."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Final

from bot.curation.changes import DraftError, draft_of, edit, remove
from bot.curation.making import Maker
from bot.curation.notices import Notices
from bot.curation.queue import Queue
from bot.curation.roles import Action, DeniedError, Person, may, require
from bot.curation.values import Kept, Page, ReportText, Waiting
from bot.curation.wording import kept_line, kept_text
from bot.errors import TableError
from bot.store.history import TERMINAL, Author, History
from bot.store.listing import FactList
from bot.store.proposals import OPEN
from bot.store.receipts import Receipts
from bot.store.tallies import Tallies

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.curation.asking import GapDesk
    from bot.curation.changes import Change, Draft
    from bot.curation.gate import Gate
    from bot.curation.ground import Ground
    from bot.curation.values import Findings, Proposal, Spot

MOST_OPEN: Final = 25
"""Proposals and reports of one member that wait at a time, so that nobody can bury the queue."""


class ReviewDesk:
    """The review queues of every server."""

    def __init__(self, ground: Ground, gate: Gate, gaps: GapDesk) -> None:
        self._ground = ground
        self._gate = gate
        self._gaps = gaps

    def propose(self, scope: int, who: Person, change: Change, spot: Spot, gap: int = 0) -> Waiting:
        """Put a change in the queue. It is made and undone first, so that what cannot be made is refused at once."""
        require(who, Action.PROPOSE)
        with self._ground.trying() as connection:
            made = Maker(connection, scope).make(change, Author())
        key = "" if change.what == "add" and not change.id else made.key
        return self._put(scope, who, change.what, key, {"change": change.to_json()}, spot, gap)

    def report(
        self,
        scope: int,
        who: Person,
        spot: Spot,
        *,
        handle: str,
        version: int,
        wrong: str = "",
        source: str = "",
        question: str = "",
    ) -> Waiting:
        """Somebody says that an answer is not right; with no words for it, it is a thumb down.

        The question is kept only when our receipts say that the one who reports asked it.
        """
        require(who, Action.REPORT)
        listed = FactList(self._ground.connection, scope).get(handle)
        if listed is None:
            raise TableError("there is no such fact here any more")
        shown = Receipts(self._ground.connection, scope).of_message(spot.message)
        asked = any(receipt.asker == who.user for receipt in shown) if who.user != TERMINAL else True
        text = ReportText(kept_text(wrong), kept_text(source), kept_line(question) if asked else "", handle, version)
        return self._put(scope, who, "report", listed.fact.id, {"report": asdict(text)}, spot)

    def offer_wording(self, scope: int, who: Person, spot: Spot, handle: str, wording: str) -> Waiting:
        """Somebody offers their wording as a phrasing of the fact that they chose."""
        require(who, Action.PROPOSE)
        words = kept_line(wording)
        with self._ground.trying() as connection:
            made = Maker(connection, scope).make(self._wording(scope, handle, words), Author())
        return self._put(scope, who, "wording", made.key, {"wording": words}, spot)

    def picked(self, scope: int, handle: str) -> None:
        """Somebody chose this fact from "did you mean": a count, without their words and without their name."""
        self._tally(scope, "picked", handle)

    def thumb_up(self, scope: int, handle: str) -> None:
        """Somebody found the answer good: a count, without their name."""
        self._tally(scope, "thumb_up", handle)

    def page(
        self, scope: int, who: Person, *, state: str = "open", below: int | None = None, limit: int = 10
    ) -> Page[Proposal]:
        """The queue, the latest first, for those who review; for others what they put in themselves."""
        person = None if may(who.role, Action.REVIEW) else who.user
        items, total = Queue(self._ground.connection, scope).page(state, limit + 1, below, person)
        more = items[limit - 1].number if len(items) > limit else 0
        return Page(tuple(items[:limit]), more, total if person is None else len(items))

    def get(self, scope: int, who: Person, number: int) -> Proposal:
        """What has this number; one's own only, for those who do not review."""
        proposal = Queue(self._ground.connection, scope).get(number)
        if proposal.person != who.user and not may(who.role, Action.REVIEW):
            raise TableError(f"there is no proposal {number} here")
        return proposal

    def check(self, scope: int, who: Person, number: int, draft: Draft | None = None) -> Findings:
        """What accepting it would do."""
        require(who, Action.REVIEW)
        proposal = Queue(self._ground.connection, scope).open(number)
        change = self._change(proposal, draft, seen=None, removing=False)
        if change is None:
            raise DraftError("answer", "a report is tried with the corrected fact")
        return self._gate.check(scope, change)

    def accept(
        self,
        scope: int,
        who: Person,
        number: int,
        *,
        draft: Draft | None = None,
        seen: str | None = None,
        removing: bool = False,
        reason: str = "",
        overrule: str = "",
        also: Sequence[int] = (),
    ) -> Kept:
        """Make what was proposed, or what the curator makes of it, and tell those who said so.

        draft: what the fact is to say instead; a report needs one, or removing=True, unless the fact was changed since
        it was reported. seen: what the curator saw of the fact; None for what the one who proposed saw.
        also: further open numbers that this settles.

        Raises ConflictError when it was closed meanwhile, ChangedError, GateError, DraftError.
        """
        require(who, Action.REVIEW)
        with self._ground.writing() as connection:
            queue = Queue(connection, scope)
            proposal = queue.open(number)
            if self._is_second_needed(scope, who) and proposal.person == who.user:
                raise DeniedError("another curator has to accept this: it is your own")
            change = self._change(proposal, draft, seen=seen, removing=removing)
            reason = kept_line(reason)
            if change is None:
                kept = self._already(scope, proposal)
            else:
                why = f"{change.why} (proposal {number}{': ' if reason else ''}{reason})".strip()
                made = self._gate.make(scope, who, replace(change, why=why), overrule=overrule)
                kept = Kept(made.number, made.after)
            told = self._settle(queue, (number, *also), who, reason, kept, Notices(connection, scope))
            if proposal.gap and kept.fact is not None:
                told += self._gaps.answer(scope, proposal.gap, kept.fact)
        return replace(kept, told=told)

    def refuse(self, scope: int, who: Person, number: int, reason: str) -> Proposal:
        """Close it without a change; who proposed it hears why."""
        require(who, Action.REVIEW)
        reason = kept_line(reason)
        if not reason:
            raise DraftError("reason", "say why: whoever proposed it is told")
        with self._ground.writing() as connection:
            queue = Queue(connection, scope)
            proposal = queue.open(number)
            Notices(connection, scope).decided(proposal, "refused", who.user, reason, None)
            return queue.close(number, "refused", who.user, reason)

    def withdraw(self, scope: int, who: Person, number: int) -> Proposal:
        """Take back what one has put in."""
        with self._ground.writing() as connection:
            queue = Queue(connection, scope)
            if queue.get(number).person != who.user:
                raise TableError(f"there is no proposal {number} of yours here")
            queue.open(number)
            return queue.close(number, "withdrawn", who.user, "")

    def _settle(
        self, queue: Queue, numbers: Sequence[int], who: Person, reason: str, kept: Kept, notices: Notices
    ) -> int:
        """Close all that was accepted with one change; how many notices that takes."""
        told = 0
        noted: set[str] = set()
        for number in dict.fromkeys(numbers):
            proposal = queue.open(number)
            told += notices.decided(proposal, "accepted", who.user, reason, kept.fact)
            if proposal.what == "report" and proposal.handle not in noted:
                noted.add(proposal.handle)
                told += notices.corrected(proposal.handle)
            queue.close(number, "accepted", who.user, reason)
        return told

    def _change(self, proposal: Proposal, draft: Draft | None, *, seen: str | None, removing: bool) -> Change | None:
        """The change that accepting makes; None for a report that comes with none."""
        if proposal.what == "report" and removing:
            return remove(proposal.handle, seen)
        if proposal.what in {"report", "wording"} and draft is not None:
            return edit(proposal.handle, draft, seen)
        if proposal.what == "report":
            return None
        if proposal.what == "wording":
            return self._wording(proposal.scope, proposal.handle, proposal.wording)
        change = proposal.change
        if change is None:
            raise TableError(f"what proposal {proposal.number} said was deleted")
        changed = change if seen is None else replace(change, seen=seen)
        return changed if draft is None else replace(changed, draft=draft)

    def _wording(self, scope: int, handle: str, wording: str) -> Change:
        """The fact with one phrasing more."""
        listed = FactList(self._ground.connection, scope).get(handle)
        if listed is None:
            raise TableError("there is no such fact here any more")
        draft = draft_of(listed.fact)
        return edit(handle, replace(draft, questions=(*draft.questions, wording)), why="a member's wording")

    def _already(self, scope: int, proposal: Proposal) -> Kept:
        """A report that comes without a change is accepted when the fact was changed since."""
        entries = History(self._ground.connection, scope).latest(1, key=proposal.fact)
        if not entries or entries[0].at < proposal.at:
            raise DraftError("answer", "say what is right: a report is accepted with the corrected fact")
        listed = FactList(self._ground.connection, scope).get(proposal.handle)
        return Kept(entries[0].number, listed.fact if listed else None)

    def _put(
        self, scope: int, who: Person, what: str, key: str, body: dict[str, object], spot: Spot, gap: int = 0
    ) -> Waiting:
        with self._ground.writing() as connection:
            queue = Queue(connection, scope)
            waiting = queue.put(what, key, body, who.user, spot, gap)
            if (
                not may(who.role, Action.REVIEW)
                and len(queue.page(OPEN, MOST_OPEN + 1, person=who.user)[0]) > MOST_OPEN
            ):
                raise DeniedError(f"{MOST_OPEN} proposals of yours wait for the curators already")
            channel = self._ground.settings(scope).log_channel
            if channel and not waiting.again:
                Notices(connection, scope).waiting(waiting.proposal, channel)
        return waiting

    def _is_second_needed(self, scope: int, who: Person) -> bool:
        return who.user != TERMINAL and self._ground.settings(scope).second_pair

    def _tally(self, scope: int, kind: str, handle: str) -> None:
        with self._ground.writing() as connection:
            if FactList(connection, scope).get(handle) is not None:
                Tallies(connection, scope).add(kind, handle)
