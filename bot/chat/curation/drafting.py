"""From a form to a change: what was written is kept as a draft, tried, shown, and made only when its writer says so.

A draft is the writer's alone, and outlives the process. Its body: "change", as JSON; "gap" and "proposal", numbers of
what it answers or decides; "spot", where it was written; "role", what its writer was then.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from bot.chat import ids
from bot.chat.curation.differences import differences
from bot.chat.curation.previews import Rows, broken_lines, card, finding_lines, message, named, title
from bot.chat.curation.sentences import sentence
from bot.chat.curation.visiting import Visit
from bot.chat.rendered import Button, Rendered, saying
from bot.curation.changes import Change, add, draft_of, stamp
from bot.curation.values import ChangedError, Findings, GateError, Kept, Spot, Waiting
from bot.errors import BusyError, FactbotError
from bot.facts import Fact

if TYPE_CHECKING:
    from bot.curation.desk import Curation

OFFERED = 3
"""Wordings of open questions that are offered with a new fact."""


@dataclass(frozen=True, slots=True)
class Tried:
    """A draft that was tried. error: why it cannot be kept so. before: the fact as it is; None for a new one.
    offered: wordings of questions that wait for an answer and sound like this one."""

    number: int
    body: dict[str, Any]
    findings: Findings
    error: FactbotError | None = None
    before: Fact | None = None
    offered: tuple[str, ...] = ()

    @property
    def change(self) -> Change:
        """What would be changed."""
        return Change.from_json(self.body["change"])


async def begin(visit: Visit, change: Change, *, gap: int = 0, proposal: int = 0, spot: Spot | None = None) -> Rendered:
    """Keeps a new draft, tries it, and shows what it would do."""
    where = spot or visit.spot
    body = {
        "change": change.to_json(),
        "gap": gap,
        "proposal": proposal,
        "spot": [where.channel, where.message],
        "role": int(visit.who.role),
    }

    def keep(curation: Curation) -> Tried:
        return _try(curation, visit, curation.drafts.keep(visit.server, visit.who, body), body)

    return await _shown(visit, await visit.do(keep))


async def rewrite(visit: Visit, number: int, change: Change) -> Rendered:
    """The draft says something else now."""

    def keep(curation: Curation) -> Tried | None:
        body = curation.drafts.get(visit.server, visit.who, number)
        if body is None:
            return None
        body["change"] = change.to_json()
        curation.drafts.change(visit.server, visit.who, number, body)
        return _try(curation, visit, number, body)

    tried = await visit.do(keep)
    return saying(visit.say("draft-gone")) if tried is None else await _shown(visit, tried)


async def settle(visit: Visit, number: int, overrule: str = "") -> Rendered:
    """Makes the change, or hands it to the curators; what came of it. A second press finds nothing left to do."""

    def make(curation: Curation) -> Kept | Waiting | Tried | None:
        body = curation.drafts.get(visit.server, visit.who, number)
        if body is None:
            return None
        if body["role"] > visit.who.role:
            # who was a curator when they wrote it finds nothing kept without being asked
            body["role"] = int(visit.who.role)
            curation.drafts.change(visit.server, visit.who, number, body)
            return Tried(number, body, Findings(), _WithdrawnError())
        try:
            done = _make(curation, visit, body, overrule)
        except BusyError:
            raise
        except FactbotError as error:
            return _failed(curation, visit, number, body, error)
        curation.drafts.drop(visit.server, visit.who, number)
        return done

    done = await visit.do(make)
    match done:
        case None:
            return saying(visit.say("draft-gone"))
        case Tried():
            return await _shown(visit, done)
        case Waiting():
            visit.house.curated()
            return _waiting(visit, done)
        case Kept():
            visit.house.curated()
            return _kept(visit, done)


async def drop(visit: Visit, number: int) -> Rendered:
    """The writer gave it up."""
    await visit.do(lambda curation: curation.drafts.drop(visit.server, visit.who, number))
    return saying(visit.say("draft-dropped"))


class _WithdrawnError(FactbotError):
    """Somebody was a curator when they wrote, and is none when they send it."""


def _make(curation: Curation, visit: Visit, body: dict[str, Any], overrule: str) -> Kept | Waiting:
    change, proposal = Change.from_json(body["change"]), int(body["proposal"])
    if proposal:
        return curation.review.accept(
            visit.server,
            visit.who,
            proposal,
            draft=change.draft,
            seen=change.seen,
            removing=change.what == "remove",
            reason=change.why,
            overrule=overrule,
        )
    return curation.submit(
        visit.server, visit.who, change, Spot(*body["spot"]), overrule=overrule, gap=int(body["gap"])
    )


def _try(curation: Curation, visit: Visit, number: int, body: dict[str, Any]) -> Tried:
    """What the draft would do; where it cannot be made, why not."""
    change = Change.from_json(body["change"])
    try:
        findings = curation.check(visit.server, visit.who, change)
    except BusyError:
        raise
    except FactbotError as error:
        return _failed(curation, visit, number, body, error)
    listed = curation.facts.get(visit.server, change.fact) if change.fact else None
    offered: tuple[str, ...] = ()
    if visit.curates and change.draft and change.draft.questions:
        near = curation.gaps.phrasings(visit.server, change.draft.questions[0], OFFERED + len(change.draft.questions))
        offered = tuple(one for one in near if one not in change.draft.questions)[:OFFERED]
    return Tried(number, body, findings, None, listed.fact if listed else None, offered)


def _failed(curation: Curation, visit: Visit, number: int, body: dict[str, Any], error: FactbotError) -> Tried:
    """The draft stays, and after a conflict it goes over what is there now: its writer has that before them."""
    change = Change.from_json(body["change"])
    if isinstance(error, ChangedError) and change.what in {"edit", "remove", "move", "add"}:
        body["change"] = _over(change, error.now).to_json()
        curation.drafts.change(visit.server, visit.who, number, body)
    return Tried(number, body, Findings(), error)


def _over(change: Change, now: Fact | None) -> Change:
    if now is None:
        return add(change.draft, change.why) if change.draft else change
    if change.what == "add" and change.draft:
        return Change("edit", now.handle, change.draft, seen=stamp(now), why=change.why)
    return replace(change, seen=stamp(now))


async def _shown(visit: Visit, tried: Tried) -> Rendered:
    """The preview, with its buttons."""
    say, error, change = visit.say, tried.error, tried.change
    if isinstance(error, ChangedError):
        return _conflict(visit, tried, error)
    if isinstance(error, GateError):
        return message(broken_lines(error.broken, say), _rows(visit, tried, held=True))
    if isinstance(error, _WithdrawnError):
        return message([say("curation-withdrawn")], _rows(visit, tried))
    if error is not None:
        retry = _buttons(visit, tried.number, ("change", "cancel") if change.draft else ("cancel",))
        return message([sentence(error, say)], retry)
    lines = [say("preview-head", what=_called(visit, tried))]
    lines.append(say("preview-curator" if _keeps(visit) else "preview-member"))
    if change.draft and tried.before is not None:
        lines += differences(draft_of(tried.before), change.draft, say)
    if change.what == "move":
        lines.append(f"{say('form-topic')}: {named(change.topic)}")
    lines += finding_lines(tried.findings, say)
    if tried.offered:
        lines.append(say("preview-offered"))
        lines += [f"- {named(one)}" for one in tried.offered]
    if change.draft:
        key = tried.before.id if tried.before else ""
        embeds = card(change.draft.fact(key), await visit.stage())
    else:
        embeds = card(tried.before, await visit.stage()) if tried.before else ()
    return message(lines, _rows(visit, tried, held=bool(tried.findings.broken)), embeds)


def _called(visit: Visit, tried: Tried) -> str:
    """What kind of change it is, and of what."""
    fact = tried.before
    what = tried.change.what
    name = title(fact) if fact else str(tried.change.number or "")
    return visit.say(f"what-{what}", title=name)


def _conflict(visit: Visit, tried: Tried, error: ChangedError) -> Rendered:
    """What the fact says by now, beside what would be written over it."""
    say, change = visit.say, tried.change
    if change.what == "undo":
        return message([say("conflict-undo")])
    if error.now is None:
        lines = [say("conflict-gone")]
        whats = ("again", "change", "cancel") if change.draft else ("cancel",)
        return message(lines, _buttons(visit, tried.number, whats))
    lines = [say("conflict-head", title=title(error.now))]
    if change.draft:
        lines += [say("conflict-now-and-yours"), *differences(draft_of(error.now), change.draft, say)]
        return message(lines, _buttons(visit, tried.number, ("overwrite", "change", "cancel")))
    return message(lines, _buttons(visit, tried.number, ("overwrite", "cancel")))


def _keeps(visit: Visit) -> bool:
    return visit.curates and not visit.settings.second_pair


def _rows(visit: Visit, tried: Tried, *, held: bool = False) -> Rows:
    if not visit.curates:
        what = ["propose"]
    else:
        what = ["overrule"] if held else ["keep" if _keeps(visit) or tried.body["proposal"] else "propose"]
    if tried.change.draft:
        what.append("change")
    rows = _buttons(visit, tried.number, (*what, "cancel"))
    return (*rows, *_buttons(visit, tried.number, ("offered",))) if tried.offered else rows


def _buttons(visit: Visit, number: int, whats: tuple[str, ...]) -> Rows:
    first = whats[0]
    return (
        tuple(
            Button(
                visit.say(f"button-draft-{what}"),
                ids.DRAFT(what=what, number=number),
                primary=what == first and what not in {"cancel", "offered", "overwrite", "overrule"},
            )
            for what in whats
        ),
    )


def _kept(visit: Visit, kept: Kept) -> Rendered:
    say = visit.say
    lines = [say("kept-as", title=title(kept.fact)) if kept.fact else say("kept-it")]
    if kept.told:
        lines.append(say("kept-told", count=kept.told))
    return message(lines, ((Button(say("button-undo"), ids.UNDO(number=kept.number)),),))


def _waiting(visit: Visit, waiting: Waiting) -> Rendered:
    say, proposal = visit.say, waiting.proposal
    lines = [say("waiting-again" if waiting.again else "waiting", number=proposal.number)]
    if proposal.like:
        numbers = say.listed([f"#{number}" for number in proposal.like[:5]])
        lines.append(say("waiting-like", numbers=numbers))
    return message(lines, ((Button(say("button-withdraw"), ids.PROPOSAL(what="withdraw", number=proposal.number)),),))
