"""One proposal, report or wording as curators see it, and what they do with it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bot.chat import ids
from bot.chat.curation.differences import differences
from bot.chat.curation.drafting import begin
from bot.chat.curation.fields import written
from bot.chat.curation.forms import fact_form, reason_form
from bot.chat.curation.previews import Rows, card, message, named
from bot.chat.curation.sentences import sentence
from bot.chat.curation.visiting import CounterPress, Visit
from bot.chat.forms import LONGEST
from bot.chat.plain import literal
from bot.chat.rendered import Button, Rendered, Stage, saying
from bot.chat.sending import whisper
from bot.curation.changes import Change, Draft, draft_of, edit, stamp
from bot.curation.roles import DeniedError
from bot.curation.values import ChangedError, GateError, Kept, Listed, Proposal
from bot.errors import BusyError, ConflictError, FactbotError
from bot.facts import Fact
from bot.languages.catalogue import Language
from bot.links import web_address

if TYPE_CHECKING:
    from bot.curation.desk import Curation

TEXT = 600
"""Units of what somebody wrote."""


def proposal_message(proposal: Proposal, listed: Listed | None, stage: Stage, *, buttons: bool = True) -> Rendered:
    """The proposal, what it is about, and what can be done with it. listed: the fact as it is now."""
    say, fact, change = stage.say, listed.fact if listed else None, proposal.change
    lines = [headline(proposal, say)]
    if proposal.like:
        lines.append(say("waiting-like", numbers=say.listed([f"#{one}" for one in proposal.like[:5]])))
    if proposal.spot.channel and proposal.spot.message:
        lines.append(_link(proposal))
    lines += _report_lines(proposal, say)
    if change is not None:
        lines += _change_lines(change, fact, say)
    if proposal.state != "open":
        lines.append(ending(proposal, say))
    shown = fact
    if shown is None and change is not None and change.draft is not None:
        shown = change.draft.fact()
    waits = buttons and proposal.state == "open"
    return message(lines, _rows(proposal, say) if waits else (), card(shown, stage) if shown else ())


def _report_lines(proposal: Proposal, say: Language) -> list[str]:
    """What somebody said of an answer, or how they would ask."""
    report = proposal.report
    lines = [f"- {named(proposal.wording)}"] if proposal.wording else []
    if report is None:
        return lines
    lines.append(say("proposal-wrong", text=literal(report.wrong, TEXT)) if report.wrong else say("proposal-thumb"))
    if report.source:
        address = web_address(report.source)
        lines.append(say("proposal-source", text=f"<{address}>" if address else literal(report.source, 200)))
    if report.question:
        lines.append(say("proposal-question", text=literal(report.question, 300)))
    return lines


def _change_lines(change: Change, fact: Fact | None, say: Language) -> list[str]:
    """What would be different, and why."""
    lines = differences(draft_of(fact), change.draft, say) if change.draft and fact else []
    if change.what == "move":
        lines.append(f"{say('form-topic')}: {named(change.topic)}")
    if change.what == "undo":
        lines.append(say("what-undo", title=change.number))
    if change.why:
        lines.append(f"{say('field-why')}: {literal(change.why, 300)}")
    return lines


def headline(proposal: Proposal, say: Language) -> str:
    """What it is, of whom, since when."""
    who = _who(proposal.person, say)
    when = f"<t:{int(datetime.fromisoformat(proposal.at).replace(tzinfo=UTC).timestamp())}:R>"
    return say("proposal-head", number=proposal.number, what=say(f"proposal-{proposal.what}"), who=who, when=when)


def ending(proposal: Proposal, say: Language) -> str:
    """How the matter ended."""
    text = say(f"ended-{proposal.state}", who=_who(proposal.decided_by, say))
    return text + (f" · {literal(proposal.reason, 300)}" if proposal.reason else "")


async def look(visit: Visit, number: int) -> Rendered:
    """The proposal, to be decided, or to be taken back by whoever put it in."""

    def found(curation: Curation) -> tuple[Proposal, Listed | None]:
        proposal = curation.review.get(visit.server, visit.who, number)
        return proposal, curation.facts.get(visit.server, proposal.handle) if proposal.handle else None

    proposal, listed = await visit.do(found)
    stage = await visit.stage()
    if visit.curates:
        return proposal_message(proposal, listed, stage)
    shown = proposal_message(proposal, listed, stage, buttons=False)
    if proposal.state == "open":
        back = Button(visit.say("button-withdraw"), ids.PROPOSAL(what="withdraw", number=number))
        shown = replace(shown, rows=((back,),))
    return shown


class ProposalPress(CounterPress, template=ids.PROPOSAL.pattern):
    """A button under a proposal; it may stand in a channel for months."""

    async def serve(self, visit: Visit) -> None:
        """Whoever withdraws must be its author, everything else is for those who review: the clerk looks at both."""
        if self.what == "withdraw":
            await visit.show(self._withdrawn(visit))
        elif self.what == "look":
            await visit.show(look(visit, self.number))
        elif not visit.curates:
            await whisper(visit.interaction, visit.say("curation-denied"))
        elif self.what == "accept":
            await visit.show(_accepted(visit, self.number))
        elif self.what == "remove":
            await visit.show(_removing(visit, self.number))
        elif self.what == "refuse":
            form_id = ids.REASON(what="refuse", number=self.number)
            form = reason_form(visit.say, form_id, visit.say("refuse-title"), visit.say("refuse-help"))
            await visit.interaction.response.send_modal(form)
        elif self.what == "change":
            await self._form(visit)

    async def _withdrawn(self, visit: Visit) -> Rendered:
        await visit.do(lambda curation: curation.review.withdraw(visit.server, visit.who, self.number))
        visit.house.curated()
        return saying(visit.say("withdrawn", number=self.number))

    async def _form(self, visit: Visit) -> None:
        """The fact as it was proposed, or as it is, for the curator to say it right."""

        def found(curation: Curation) -> tuple[Proposal, Listed | None]:
            proposal = curation.review.get(visit.server, visit.who, self.number)
            return proposal, curation.facts.get(visit.server, proposal.handle) if proposal.handle else None

        proposal, listed = await visit.promptly(found)
        draft = _draft(proposal, listed)
        if proposal.state != "open" or draft is None:
            await whisper(visit.interaction, visit.say("curation-decided"))
            visit.house.curated()
            return
        text = written(draft, visit.say, proposal.change.why if proposal.change else "")
        if not text.fits:
            await whisper(visit.interaction, visit.say("too-long-for-a-form", most=LONGEST))
            return
        seen = stamp(listed.fact) if listed and proposal.what != "add" else "0"
        form_id = ids.DECIDE(number=self.number, stamp=seen)
        await visit.interaction.response.send_modal(fact_form(visit.say, form_id, visit.say("form-change-title"), text))


async def refuse(visit: Visit, number: int, reason: str) -> None:
    """Closes it without a change."""

    async def refused() -> Rendered:
        await visit.do(lambda curation: curation.review.refuse(visit.server, visit.who, number, reason))
        visit.house.curated()
        return saying(visit.say("refused", number=number))

    await visit.show(refused())


async def _accepted(visit: Visit, number: int) -> Rendered:
    """Accepts it as it is; where that does not go, what stands against it is shown as a draft of the curator's own."""
    say = visit.say

    def accept(curation: Curation) -> Kept | FactbotError:
        try:
            return curation.review.accept(visit.server, visit.who, number)
        except BusyError:
            raise
        except FactbotError as error:
            return error

    done = await visit.do(accept)
    match done:
        case Kept():
            visit.house.curated()
            lines = [say("accepted", number=number)]
            if done.told:
                lines.append(say("kept-told", count=done.told))
            return message(lines, ((Button(say("button-undo"), ids.UNDO(number=done.number)),),))
        case GateError() | ChangedError():
            change = await visit.do(lambda curation: _change(curation, visit, number))
            if change is not None:
                return await begin(visit, change, proposal=number)
        case DeniedError():
            return saying(say("second-pair-needed" if visit.settings.second_pair else "curation-denied"))
        case ConflictError():
            visit.house.curated()
    return saying(sentence(done, say))


async def _removing(visit: Visit, number: int) -> Rendered:
    """A report is accepted by taking the fact out."""
    change = await visit.do(lambda curation: _removal(curation, visit, number))
    return saying(visit.say("no-such-fact")) if change is None else await begin(visit, change, proposal=number)


def _removal(curation: Curation, visit: Visit, number: int) -> Change | None:
    proposal = curation.review.get(visit.server, visit.who, number)
    listed = curation.facts.get(visit.server, proposal.handle)
    return Change("remove", listed.fact.handle, seen=stamp(listed.fact)) if listed else None


def _change(curation: Curation, visit: Visit, number: int) -> Change | None:
    """What accepting the proposal would change."""
    proposal = curation.review.get(visit.server, visit.who, number)
    if proposal.change is not None:
        return proposal.change
    listed = curation.facts.get(visit.server, proposal.handle)
    draft = _draft(proposal, listed)
    return edit(proposal.handle, draft, stamp(listed.fact)) if listed and draft else None


def _draft(proposal: Proposal, listed: Listed | None) -> Draft | None:
    """What a form for it starts with."""
    if proposal.change is not None and proposal.change.draft is not None:
        return proposal.change.draft
    if listed is None:
        return None
    draft = draft_of(listed.fact)
    if proposal.wording:
        return replace(draft, questions=(*draft.questions, proposal.wording))
    return draft


def _rows(proposal: Proposal, say: Language) -> Rows:
    if proposal.what == "report":
        whats = ["change", "accept", "remove", "refuse"]
    elif proposal.what in {"add", "edit", "wording"}:
        whats = ["accept", "change", "refuse"]
    else:
        whats = ["accept", "refuse"]
    kind = "report" if proposal.what == "report" else "proposal"
    return (
        tuple(
            Button(
                say(f"button-{kind}-{what}"), ids.PROPOSAL(what=what, number=proposal.number), primary=what == whats[0]
            )
            for what in whats
        ),
    )


def _who(person: int, say: Language) -> str:
    return f"<@{person}>" if person > 0 else say("by-former" if person < 0 else "by-terminal")


def _link(proposal: Proposal) -> str:
    return f"https://discord.com/channels/{proposal.scope}/{proposal.spot.channel}/{proposal.spot.message}"
