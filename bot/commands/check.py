"""`factbot check`: what a person should look at in a fact table."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.commands import common
from bot.terminal import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.checking.problems import Problem
    from bot.facts import Fact
    from bot.settings import Settings
    from bot.store.reading import FactTable

PROBLEMS = 1
"""Exit status when something was found."""


@click.command()
@click.argument("documents", nargs=-1)
@click.option("--links", is_flag=True, help="Fetch the address of every source, and look for its quotes there.")
@click.option("--allow-private", is_flag=True, help="Fetch from hosts of the own network too.")
@click.option(
    "--older-than",
    type=click.IntRange(0, 100_000),
    default=None,
    metavar="DAYS",
    help="Name the facts, too, that nobody has checked for so many days.",
)
@common.as_json
@common.table
@click.pass_context
def check(
    ctx: click.Context,
    documents: tuple[str, ...],
    *,
    links: bool,
    allow_private: bool,
    older_than: int | None,
    as_json: bool,
    db: Path | None,
    server: int,
) -> None:
    """Find what is wrong in the fact table: facts that answer one question differently, phrasings that several claim,
    facts that say nearly the same, facts due for a look. With DOCUMENTS, quotes that do not stand in them any more.

    Nothing is changed. Exit status 1 when something was found.
    """
    from bot.checking.problems import KINDS
    from bot.store.reading import FactTable

    settings: Settings = ctx.obj
    found = False
    with FactTable(common.table_path(settings, db)) as table:
        before = ""
        for problem in _problems(table, server, documents, links=links, private=allow_private, older_than=older_than):
            found = True
            if as_json:
                common.print_json(_record(problem))
                continue
            if problem.kind != before:
                click.secho(f"{KINDS[problem.kind]}:", bold=True)
                before = problem.kind
            for line in _lines(problem):
                say(line)
    if found:
        ctx.exit(PROBLEMS)
    if not as_json:
        say("nothing found")


def _problems(
    table: FactTable, server: int, documents: tuple[str, ...], *, links: bool, private: bool, older_than: int | None
) -> Iterator[Problem]:
    from bot.checking.ages import due
    from bot.checking.duplicates import nearly_the_same
    from bot.checking.phrasings import claimed_twice
    from bot.checking.problems import KINDS
    from bot.checking.quotes import dead_links, lost_quotes
    from bot.importers import Defaults, read_all

    def facts() -> Iterator[Fact]:
        return table.seen(server)

    def read(document: str) -> Iterator[Fact]:
        return read_all([document], Defaults(), allow_private=private)

    claims = list(claimed_twice(facts))
    order = list(KINDS)
    yield from sorted(claims, key=lambda problem: order.index(problem.kind))
    yield from nearly_the_same(facts, table.snapshot(server).frequencies)
    lost = [*lost_quotes(facts, documents, read), *(dead_links(facts, read) if links else ())]
    yield from sorted(lost, key=lambda problem: order.index(problem.kind))
    yield from due(facts(), datetime.now(UTC).date(), older_than)


def _lines(problem: Problem) -> Iterator[str]:
    from bot.terminal import printable, source_line

    yield f"  {printable(problem.says)}"
    for fact in problem.facts:
        answer = printable(" ".join(fact.answer.split()))
        yield f"    {fact.id}: {answer if len(answer) <= 100 else f'{answer[:99]}…'}"
        yield click.style(f"      {source_line(fact)}", dim=True)


def _record(problem: Problem) -> dict[str, object]:
    from bot.fact_record import to_record

    return {"kind": problem.kind, "says": problem.says, "facts": [to_record(fact) for fact in problem.facts]}
