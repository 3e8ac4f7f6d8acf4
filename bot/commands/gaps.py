"""`factbot gaps`: what found nothing, and what people handed to the curators."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Unpack

import click

from bot.commands import common
from bot.commands.drafting import Given, draft_from, draft_options, written
from bot.errors import SettingsError
from bot.terminal import say

if TYPE_CHECKING:
    from bot.settings import Settings


@click.group()
def gaps() -> None:
    """Look through the questions that found nothing."""


@gaps.command(name="list")
@common.limit(20)
@common.as_json
@common.table
@click.pass_obj
def list_(settings: Settings, *, limit: int, as_json: bool, db: Path | None, server: int) -> None:
    """List the questions that people handed to the curators, most asked first; of all others, how many there were."""
    from bot.curation.roles import AT_TERMINAL

    with common.curation(settings, db) as desk:
        page = desk.gaps.page(server, AT_TERMINAL, limit=limit)
    for group in page.groups:
        if as_json:
            common.print_json(
                {
                    "number": group.number,
                    "questions": group.texts,
                    "askers": group.askers,
                    "times": group.times,
                    "day": group.day,
                }
            )
            continue
        say(f"{group.number}  asked {group.times} times, last on {group.day}: {group.texts[0]}")
        for text in group.texts[1:]:
            say(f"{' ' * len(str(group.number))}  or: {text}")
    if not as_json:
        say(f"{page.silent} questions that nobody handed over found nothing, {page.silent_times} times in all")


@gaps.command()
@click.argument("number", type=common.NUMBER)
@draft_options
@common.overrule
@common.table
@click.pass_obj
def answer(
    settings: Settings, /, number: int, *, overrule: str, db: Path | None, server: int, **given: Unpack[Given]
) -> None:
    """Answer the questions of the group with this NUMBER: a fact is added, and those who asked are told.

    From options, or without --answer in $EDITOR, where the questions stand already.
    """
    from bot.curation.changes import add
    from bot.curation.roles import AT_TERMINAL

    with common.curation(settings, db) as desk, common.held_back():
        group = desk.gaps.group(server, AT_TERMINAL, number)
        if group is None:
            raise SettingsError(f"no question {number} waits here")
        questions = given["questions"] or group.texts
        if given["answer"] is None:
            draft = written(questions[0], questions[1:], given["topic"] or "", given["title"] or "")
        else:
            draft = draft_from({**given, "questions": questions})
        common.tell(desk.submit(server, AT_TERMINAL, add(draft), overrule=overrule, gap=number))


@gaps.command()
@click.argument("number", type=common.NUMBER)
@click.argument("reason")
@common.table
@click.pass_obj
def dismiss(settings: Settings, number: int, reason: str, *, db: Path | None, server: int) -> None:
    """Close the group with this NUMBER without an answer; those who asked are told the REASON."""
    from bot.curation.roles import AT_TERMINAL

    with common.curation(settings, db) as desk:
        told = desk.gaps.dismiss(server, AT_TERMINAL, number, reason)
    say(f"{number}: closed, {told} to be told")
