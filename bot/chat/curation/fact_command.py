"""/fact: what a member proposes and a curator does with single facts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import discord
from discord import app_commands

from bot.chat import ids
from bot.chat.curation import options
from bot.chat.curation.drafting import begin
from bot.chat.curation.fact_files import export_file, preview_import
from bot.chat.curation.fact_lists import fact_list, found_facts, history
from bot.chat.curation.fields import FormText, written
from bot.chat.curation.forms import fact_form
from bot.chat.curation.previews import message, title
from bot.chat.curation.visiting import Visit, enter
from bot.chat.forms import LONGEST
from bot.chat.house import House
from bot.chat.plain import one_line
from bot.chat.rendered import Rendered, saying
from bot.chat.sending import whisper
from bot.chat.translating import worded
from bot.curation.changes import Change, Draft, draft_of, hide, move, remove, show, stamp, undo
from bot.curation.roles import Action
from bot.facts import Fact

Interaction = discord.Interaction[Any]


def fact_command(_house: House) -> app_commands.Group:
    """/fact with all its subcommands. Everybody may use it: what a member does there waits for a curator."""
    group = app_commands.Group(
        name=worded("name-fact"),
        description=worded("command-fact"),
        allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=False, private_channel=False),
        allowed_installs=app_commands.AppInstallationType(guild=True, user=False),
    )
    for add in (_writing, _changing, _reading, _exchanging):
        add(group)
    return group


async def open_form(visit: Visit, fact: Fact) -> None:
    """The form with a fact in it, for it to be changed."""
    text = written(draft_of(fact), visit.say)
    if not text.fits:
        await whisper(visit.interaction, visit.say("too-long-for-a-form", most=LONGEST))
        return
    form_id = ids.EDIT(handle=fact.handle, stamp=stamp(fact))
    await visit.interaction.response.send_modal(fact_form(visit.say, form_id, visit.say("form-edit-title"), text))


def _writing(group: app_commands.Group) -> None:
    @group.command(name=worded("name-fact-add"), description=worded("command-fact-add"))
    @app_commands.describe(question=worded("option-fact-question-help"))
    @app_commands.rename(question=worded("option-question"))
    async def add(interaction: Interaction, question: app_commands.Range[str, 1, 300] = "") -> None:
        visit = await enter(interaction)
        if visit is not None:
            empty = written(Draft((), ""), visit.say)
            text = FormText(one_line(question), "", empty.source, "", empty.details)
            form = fact_form(visit.say, ids.ADD(number=0), visit.say("form-add-title"), text)
            await interaction.response.send_modal(form)

    @group.command(name=worded("name-fact-edit"), description=worded("command-fact-edit"))
    @app_commands.describe(fact=worded("option-fact-help"))
    @app_commands.rename(fact=worded("option-fact"))
    @app_commands.autocomplete(fact=options.facts)
    async def edit(interaction: Interaction, fact: str) -> None:
        visit = await enter(interaction)
        if visit is None:
            return
        handle = await options.chosen(visit, fact)
        found, _ = await visit.house.fact(handle, visit.server) if handle else (None, 0)
        if found is None:
            await whisper(interaction, visit.say("no-such-fact"))
        else:
            await open_form(visit, found)


def _changing(group: app_commands.Group) -> None:
    @group.command(name=worded("name-fact-remove"), description=worded("command-fact-remove"))
    @app_commands.describe(fact=worded("option-fact-help"), why=worded("option-why-help"))
    @app_commands.rename(fact=worded("option-fact"), why=worded("option-why"))
    @app_commands.autocomplete(fact=options.facts)
    async def remove_(interaction: Interaction, fact: str, why: app_commands.Range[str, 0, 300] = "") -> None:
        await _single(interaction, fact, lambda known: remove(known.handle, stamp(known), one_line(why)), own=True)

    @group.command(name=worded("name-fact-hide"), description=worded("command-fact-hide"))
    @app_commands.describe(fact=worded("option-fact-help"), why=worded("option-why-help"))
    @app_commands.rename(fact=worded("option-fact"), why=worded("option-why"))
    @app_commands.autocomplete(fact=options.facts)
    async def hide_(interaction: Interaction, fact: str, why: app_commands.Range[str, 0, 300] = "") -> None:
        await _single(interaction, fact, lambda known: hide(known.handle, one_line(why)), own=False, hidden=False)

    @group.command(name=worded("name-fact-show"), description=worded("command-fact-show"))
    @app_commands.describe(fact=worded("option-fact-help"), why=worded("option-why-help"))
    @app_commands.rename(fact=worded("option-fact"), why=worded("option-why"))
    @app_commands.autocomplete(fact=options.hidden_facts)
    async def show_(interaction: Interaction, fact: str, why: app_commands.Range[str, 0, 300] = "") -> None:
        await _single(interaction, fact, lambda known: show(known.handle, one_line(why)), own=False, hidden=True)

    @group.command(name=worded("name-fact-move"), description=worded("command-fact-move"))
    @app_commands.describe(fact=worded("option-fact-help"), topic=worded("option-topic-help"))
    @app_commands.rename(fact=worded("option-fact"), topic=worded("option-topic"))
    @app_commands.autocomplete(fact=options.facts, topic=options.topics)
    async def move_(interaction: Interaction, fact: str, topic: app_commands.Range[str, 1, 200]) -> None:
        await _single(interaction, fact, lambda known: move(known.handle, one_line(topic)))

    @group.command(name=worded("name-fact-undo"), description=worded("command-fact-undo"))
    @app_commands.describe(change=worded("option-change-help"), why=worded("option-why-help"))
    @app_commands.rename(change=worded("option-change"), why=worded("option-why"))
    @app_commands.autocomplete(change=options.changes)
    async def undo_(interaction: Interaction, change: str, why: app_commands.Range[str, 0, 300] = "") -> None:
        visit = await enter(interaction)
        if visit is None:
            return
        number = change.strip()
        if not (number.isascii() and number.isdigit() and len(number) < 16):
            await whisper(interaction, visit.say("no-such-change"))
            return
        await visit.show(begin(visit, undo(int(number), one_line(why))))

    @group.command(name=worded("name-fact-check"), description=worded("command-fact-check"))
    @app_commands.describe(fact=worded("option-fact-help"), review_by=worded("option-review-by-help"))
    @app_commands.rename(fact=worded("option-fact"), review_by=worded("option-review-by"))
    @app_commands.autocomplete(fact=options.facts)
    async def check(interaction: Interaction, fact: str, review_by: app_commands.Range[str, 10, 10] = "") -> None:
        visit = await enter(interaction, Action.CHANGE)
        if visit is not None:
            await visit.show(_checked(visit, fact, review_by))


def _reading(group: app_commands.Group) -> None:
    @group.command(name=worded("name-fact-history"), description=worded("command-fact-history"))
    @app_commands.describe(fact=worded("option-fact-or-all-help"))
    @app_commands.rename(fact=worded("option-fact"))
    @app_commands.autocomplete(fact=options.facts)
    async def history_(interaction: Interaction, fact: str = "") -> None:
        visit = await enter(interaction)
        if visit is None:
            return
        handle = await options.chosen(visit, fact) if fact else ""
        if fact and not handle:
            await whisper(interaction, visit.say("no-such-fact"))
            return
        await visit.show(history(visit, handle))

    @group.command(name=worded("name-fact-list"), description=worded("command-fact-list"))
    @app_commands.describe(only=worded("option-only-help"), topic=worded("option-topic-help"))
    @app_commands.rename(only=worded("option-only"), topic=worded("option-topic"))
    @app_commands.choices(
        only=[
            app_commands.Choice(name=worded(f"only-{value}"), value=value) for value in ("all", "own", "due", "hidden")
        ]
    )
    @app_commands.autocomplete(topic=options.topics)
    async def list_(interaction: Interaction, only: str = "all", topic: str = "") -> None:
        visit = await enter(interaction)
        if visit is not None:
            await visit.show(fact_list(visit, only, one_line(topic)))

    @group.command(name=worded("name-fact-search"), description=worded("command-fact-search"))
    @app_commands.describe(words=worded("option-words-help"))
    @app_commands.rename(words=worded("option-words"))
    async def search(interaction: Interaction, words: app_commands.Range[str, 1, 300]) -> None:
        visit = await enter(interaction)
        if visit is not None:
            await visit.show(found_facts(visit, one_line(words)))


def _exchanging(group: app_commands.Group) -> None:
    @group.command(name=worded("name-fact-import"), description=worded("command-fact-import"))
    @app_commands.describe(file=worded("option-file-help"))
    @app_commands.rename(file=worded("option-file"))
    async def import_(interaction: Interaction, file: discord.Attachment) -> None:
        visit = await enter(interaction, Action.EXCHANGE)
        if visit is not None:
            await visit.show(preview_import(visit, file))

    @group.command(name=worded("name-fact-export"), description=worded("command-fact-export"))
    @app_commands.describe(form=worded("option-form-help"), history=worded("option-history-help"))
    @app_commands.rename(form=worded("option-form"), history=worded("option-history"))
    @app_commands.choices(
        form=[app_commands.Choice(name=name, value=name) for name in ("markdown", "jsonl", "csv")],
    )
    async def export(interaction: Interaction, form: str = "markdown", history: bool = False) -> None:
        visit = await enter(interaction, Action.READ)
        if visit is not None:
            await export_file(visit, form, history=history and visit.curates)


async def _single(
    interaction: Interaction,
    text: str,
    change: Callable[[Fact], Change],
    *,
    own: bool | None = None,
    hidden: bool | None = None,
) -> None:
    """A change that needs no form. own, hidden: what the fact must be for it."""
    visit = await enter(interaction)
    if visit is None:
        return
    say = visit.say

    async def tried() -> Rendered:
        handle = await options.chosen(visit, text)
        listed = await visit.do(lambda curation: curation.facts.get(visit.server, handle)) if handle else None
        if listed is None:
            return saying(say("no-such-fact"))
        if own is not None and listed.own != own:
            return saying(say("fact-is-own" if listed.own else "fact-is-shared", title=title(listed.fact)))
        if hidden is not None and listed.hidden != hidden:
            return saying(say("fact-is-hidden" if listed.hidden else "fact-is-shown", title=title(listed.fact)))
        return await begin(visit, change(listed.fact))

    await visit.show(tried())


async def _checked(visit: Visit, text: str, review_by: str) -> Rendered:
    handle = await options.chosen(visit, text)
    if not handle:
        return saying(visit.say("no-such-fact"))
    listed = await visit.do(lambda curation: curation.facts.get(visit.server, handle))
    if listed is None or not listed.own:
        return saying(visit.say("no-such-fact" if listed is None else "check-own-only"))
    await visit.do(lambda curation: curation.confirm(visit.server, visit.who, handle, review_by=review_by.strip()))
    return message([visit.say("checked", title=title(listed.fact))])
