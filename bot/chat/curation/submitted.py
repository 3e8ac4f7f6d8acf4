"""Forms that were sent. Who sends one is looked at anew: what they might when it was opened, they may not any more."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any, Final

import discord

from bot.chat import ids
from bot.chat.curation.drafting import begin, rewrite, settle
from bot.chat.curation.fields import read
from bot.chat.curation.forms import fact_text, sent_texts
from bot.chat.curation.gap_list import dismiss
from bot.chat.curation.proposals import refuse
from bot.chat.curation.sentences import sentence
from bot.chat.curation.visiting import Visit, enter
from bot.chat.house import house_of
from bot.chat.rendered import Rendered, saying
from bot.chat.sending import apologise, whisper
from bot.curation.changes import Change, Draft, add, edit
from bot.curation.roles import Action
from bot.errors import FactbotError

NOTHING_SEEN: Final = "0"
"""The stamp in the id of a form for what is not a fact yet."""

Values = dict[str, str]


async def submitted(interaction: discord.Interaction[Any]) -> None:
    """Serves a form of ours; any other is left to whoever opened it."""
    if interaction.type is not discord.InteractionType.modal_submit:
        return
    custom_id = str(dict(interaction.data or {}).get("custom_id", ""))
    for form, serve, action in _FORMS:
        values = form.read(custom_id)
        if values is not None:
            await _serve(interaction, serve, values, action)
            return


async def _serve(interaction: discord.Interaction[Any], serve: Server, values: Values, action: Action) -> None:
    try:
        with house_of(interaction).desk.at_work():
            visit = await enter(interaction, action)
            if visit is None:
                return
            try:
                await serve(visit, values, sent_texts(interaction))
            except FactbotError as error:
                await whisper(interaction, sentence(error, visit.say))
    except Exception as error:  # noqa: BLE001 - whoever took the trouble is told that it was in vain
        await apologise(interaction, error)


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


Server = Callable[[Visit, Values, Values], Awaitable[None]]

_FORMS: Final[tuple[tuple[ids.Form, Server, Action], ...]] = (
    (ids.ADD, _add, Action.PROPOSE),
    (ids.EDIT, _edit, Action.PROPOSE),
    (ids.REDRAFT, _redraft, Action.PROPOSE),
    (ids.DECIDE, _decide, Action.REVIEW),
    (ids.REASON, _reason, Action.REVIEW),
)
