"""/gaps: what found nothing, most asked first; answered with a fact, or dismissed with a word."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import discord
from discord import app_commands

from bot.chat import ids
from bot.chat.curation.fields import FormText, written
from bot.chat.curation.forms import fact_form, reason_form
from bot.chat.curation.previews import message, named
from bot.chat.curation.visiting import CounterPress, Visit, enter
from bot.chat.house import House
from bot.chat.plain import one_line
from bot.chat.rendered import Button, Rendered, saying
from bot.chat.sending import whisper
from bot.chat.translating import worded
from bot.curation.changes import Draft
from bot.curation.roles import Action
from bot.languages.catalogue import Language

if TYPE_CHECKING:
    from bot.curation.asking import GapGroup

PAGE: Final = 4
"""Groups of a page: each has a row of buttons, and a message has five."""
WORDINGS: Final = 3
"""Wordings of a group that are shown; the form has all of them."""


def gaps_command(_house: House) -> app_commands.Command[Any, ..., None]:
    """/gaps, for curators: who is one is looked up when it is used."""

    @app_commands.command(name=worded("name-gaps"), description=worded("command-gaps"))
    @app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
    @app_commands.allowed_installs(guilds=True, users=False)
    async def gaps(interaction: discord.Interaction[Any]) -> None:
        visit = await enter(interaction, Action.GAPS)
        if visit is not None:
            await visit.show(gap_list(visit))

    return gaps


async def gap_list(visit: Visit, offset: int = 0) -> Rendered:
    """A page of groups. Of those that nobody handed over there is a count and nothing else."""
    say = visit.say
    page = await visit.do(lambda curation: curation.gaps.page(visit.server, visit.who, limit=PAGE, offset=offset))
    lines = [say("gaps-head", count=page.total) if page.groups else say("gaps-nothing")]
    rows = []
    for place, group in enumerate(page.groups, offset + 1):
        lines.append(group_line(group, say, place))
        rows.append(
            (
                Button(
                    say("button-gap-answer", number=place), ids.GAP(what="answer", number=group.number), primary=True
                ),
                Button(say("button-gap-dismiss", number=place), ids.GAP(what="dismiss", number=group.number)),
            )
        )
    if page.silent:
        lines.append(say("gaps-silent", count=page.silent, times=page.silent_times))
    turns = []
    if offset:
        turns.append(Button(say("button-back"), ids.GAP(what="page", number=max(offset - PAGE, 0))))
    if offset + PAGE < page.total:
        turns.append(Button(say("button-next"), ids.GAP(what="page", number=offset + PAGE)))
    return message(lines, (*rows, tuple(turns)) if turns else tuple(rows))


def group_line(group: GapGroup, say: Language, place: int) -> str:
    """A group in a line: its wordings, how many people asked, and how often."""
    wordings = [say("quoted", word=named(text)) for text in group.texts[:WORDINGS]]
    more = f" {say('and-more', count=len(group.texts) - WORDINGS)}" if len(group.texts) > WORDINGS else ""
    asked = say("gap-asked", count=group.askers, times=group.times, day=group.day)
    return f"**{place}** {say('comma').join(wordings)}{more} · {asked}"


async def dismiss(visit: Visit, number: int, reason: str) -> Rendered:
    """Closes a group without an answer; whoever asked hears why."""
    if not one_line(reason):
        return saying(visit.say("draft-reason"))
    told = await visit.do(lambda curation: curation.gaps.dismiss(visit.server, visit.who, number, reason))
    visit.house.curated()
    return message([visit.say("dismissed"), *([visit.say("kept-told", count=told)] if told else [])])


class GapPress(CounterPress, template=ids.GAP.pattern):
    """A button of the list. The group is looked up again: it may be answered by now."""

    action = Action.GAPS

    async def serve(self, visit: Visit) -> None:
        """A form, or another page."""
        say = visit.say
        if self.what == "page":
            await visit.show(gap_list(visit, self.number))
        elif self.what == "dismiss":
            form_id = ids.REASON(what="dismiss", number=self.number)
            form = reason_form(say, form_id, say("dismiss-title"), say("dismiss-help"))
            await visit.interaction.response.send_modal(form)
        elif self.what == "answer":
            group = await visit.promptly(lambda curation: curation.gaps.group(visit.server, visit.who, self.number))
            if group is None:
                await whisper(visit.interaction, say("gap-gone"))
                return
            empty = written(Draft((), ""), say)
            questions = "\n".join(text for text in group.texts[:10] if len(text) <= 300)
            text = FormText(questions, "", empty.source, "", empty.details)
            form = fact_form(say, ids.ADD(number=self.number), say("form-answer-title"), text)
            await visit.interaction.response.send_modal(form)
