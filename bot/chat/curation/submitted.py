"""Forms that were sent. Who sends one is looked at anew: what they might when it was opened, they may not any more."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from bot.chat import ids
from bot.chat.curation.drafting import begin, rewrite, settle
from bot.chat.curation.fields import read
from bot.chat.curation.forms import fact_text
from bot.chat.curation.gap_list import dismiss
from bot.chat.curation.proposals import refuse
from bot.chat.curation.sentences import sentence
from bot.chat.curation.visiting import Visit, enter
from bot.chat.forms import Sent, Values
from bot.chat.rendered import Rendered, saying
from bot.chat.sending import whisper
from bot.curation.changes import Change, Draft, add, edit
from bot.curation.roles import Action
from bot.errors import FactbotError

if TYPE_CHECKING:
    import discord

NOTHING_SEEN: Final = "0"
"""The stamp in the id of a form for what is not a fact yet."""


async def _add(visit: Visit, values: Values, texts: Values) -> None:
    draft, why = read(fact_text(texts))
    await visit.show(begin(visit, add(draft, why), gap=int(values["number"])))


async def _edit(visit: Visit, values: Values, texts: Values) -> None:
    draft, why = read(fact_text(texts))
    await visit.show(begin(visit, edit(values["handle"], draft, values["stamp"], why)))


async def _redraft(visit: Visit, values: Values, texts: Values) -> None:
    """A draft is written again: what it is about stays."""
    draft, why = read(fact_text(texts))

    async def rewritten() -> Rendered:
        number = int(values["number"])
        body = await visit.do(lambda curation: curation.drafts.get(visit.server, visit.who, number))
        if body is None:
            return saying(visit.say("draft-gone"))
        change = Change.from_json(body["change"])
        return await rewrite(visit, number, replace(change, draft=draft, why=why))

    await visit.show(rewritten())


async def _decide(visit: Visit, values: Values, texts: Values) -> None:
    """What a curator makes of something in the queue."""
    draft, why = read(fact_text(texts))
    number, seen = int(values["number"]), values["stamp"]

    async def tried() -> Rendered:
        proposal = await visit.do(lambda curation: curation.review.get(visit.server, visit.who, number))
        return await begin(visit, _decided(proposal.handle, proposal.what, draft, seen, why), proposal=number)

    await visit.show(tried())


def _decided(handle: str, what: str, draft: Draft, seen: str, why: str) -> Change:
    if what == "add" or seen == NOTHING_SEEN:
        return add(draft, why)
    return edit(handle, draft, seen, why)


async def _reason(visit: Visit, values: Values, texts: Values) -> None:
    reason, number = texts.get("reason", ""), int(values["number"])
    match values["what"]:
        case "overrule":
            await visit.show(settle(visit, number, overrule=reason.strip()))
        case "refuse":
            await refuse(visit, number, reason)
        case "dismiss":
            await visit.show(dismiss(visit, number, reason))


Form = Callable[[Visit, Values, Values], Awaitable[None]]
"""Serves a form: what its id says, and what was written in it."""


def _visited(serve: Form, action: Action) -> Sent:
    """Whoever sends the form may do so still."""

    async def sent(interaction: discord.Interaction[Any], values: Values, texts: Values) -> None:
        visit = await enter(interaction, action)
        if visit is None:
            return
        try:
            await serve(visit, values, texts)
        except FactbotError as error:
            await whisper(interaction, sentence(error, visit.say))

    return sent


FORMS: Final[tuple[tuple[ids.Form, Sent], ...]] = (
    (ids.ADD, _visited(_add, Action.PROPOSE)),
    (ids.EDIT, _visited(_edit, Action.PROPOSE)),
    (ids.REDRAFT, _visited(_redraft, Action.PROPOSE)),
    (ids.DECIDE, _visited(_decide, Action.REVIEW)),
    (ids.REASON, _visited(_reason, Action.REVIEW)),
)
