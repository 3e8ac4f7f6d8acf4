"""`factbot questions`: the labelled questions that a table carries, which no change may make wrong."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.commands import common
from bot.errors import SettingsError
from bot.terminal import say

if TYPE_CHECKING:
    from bot.settings import Settings


@click.group()
def questions() -> None:
    """Look after the table's labelled questions: a change that makes one wrong is held back.

    `factbot eval --stored` measures the answers to them.
    """


@questions.command(name="list")
@common.limit(1000)
@common.as_json
@common.table
@click.pass_obj
def list_(settings: Settings, *, limit: int, as_json: bool, db: Path | None, server: int) -> None:
    """List them: number, question, the fact that answers it. With --json, as `factbot eval` reads them."""
    with common.curation(settings, db) as desk:
        page = desk.labels.page(server, limit=limit)
    for one in page.items:
        if as_json:
            common.print_json({"query": one.query, "fact_id": one.fact})
        else:
            say(f"{one.number}  {one.query}  -> {one.fact or 'no answer'}")


@questions.command()
@click.argument("query")
@click.option("--fact", default=None, help="The id of the fact that answers it.")
@click.option("--no-answer", is_flag=True, help="No fact may answer it.")
@common.table
@click.pass_obj
def add(settings: Settings, query: str, *, fact: str | None, no_answer: bool, db: Path | None, server: int) -> None:
    """Keep the question QUERY with its right answer; one that is there gets the new one."""
    from bot.curation.roles import AT_TERMINAL
    from bot.curation.wording import kept_line

    if (fact is None) != no_answer:
        raise SettingsError("give the fact that answers with --fact ID, or --no-answer when none may")
    with common.curation(settings, db) as desk:
        key = common.listed(desk, server, fact).fact.id if fact else None
        number = desk.labels.add(server, AT_TERMINAL, query, key)
    say(f"{number}  {kept_line(query)}  -> {key or 'no answer'}")


@questions.command()
@click.argument("number", type=common.NUMBER)
@common.table
@click.pass_obj
def remove(settings: Settings, number: int, *, db: Path | None, server: int) -> None:
    """Take out the question with this NUMBER."""
    from bot.curation.roles import AT_TERMINAL

    with common.curation(settings, db) as desk:
        desk.labels.remove(server, AT_TERMINAL, number)
    say(f"{number}: removed")


@questions.command(name="import")
@click.argument("path", type=click.Path(path_type=Path, dir_okay=False))
@common.table
@click.pass_obj
def import_(settings: Settings, path: Path, *, db: Path | None, server: int) -> None:
    """Keep all questions of a file: {"query": "...", "fact_id": "..." or null} a line. All or none."""
    from bot.curation.roles import AT_TERMINAL
    from bot.evaluation.labelled import read

    labelled = [(one.query, one.fact_id) for one in read(path)]
    with common.curation(settings, db) as desk:
        numbers = desk.labels.load(server, AT_TERMINAL, labelled)
    say(f"{path}: {len(numbers)} questions kept")
