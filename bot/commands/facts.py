"""`factbot facts`: one fact at a time, added, changed, taken out, looked up."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Unpack

import click

from bot.commands import common
from bot.commands.drafting import Given, draft_from, draft_options, edited, is_written, written
from bot.commands.log import log
from bot.terminal import say

if TYPE_CHECKING:
    from bot.curation.changes import Change
    from bot.curation.desk import Curation
    from bot.facts import Fact
    from bot.settings import Settings

_dry_run = click.option("--dry-run", is_flag=True, help="Only say which answers would be others.")


@click.group()
def facts() -> None:
    """Add, change, remove and look up single facts; every change is tried first and stands in the history.

    FACT is a fact's id, as `factbot facts list` shows it.
    """


@facts.command(name="list")
@click.option("--topic", default="", help="Of this topic only.")
@click.option("--due", is_flag=True, help="Only those that are to be looked at again by today.")
@click.option("--own", is_flag=True, help="Only the server's own.")
@click.option("--hidden", is_flag=True, help="Only shared ones that the server hides.")
@common.limit(50)
@click.option("--offset", type=click.IntRange(0, 2**62), default=0, help="How many to pass over.")
@common.as_json
@common.table
@click.pass_obj
def list_(
    settings: Settings,
    *,
    topic: str,
    due: bool,
    own: bool,
    hidden: bool,
    limit: int,
    offset: int,
    as_json: bool,
    db: Path | None,
    server: int,
) -> None:
    """List facts, the server's own first: id, question, and a mark for what is hidden or shared."""
    with common.curation(settings, db) as desk:
        page = desk.facts.page(server, topic=topic, due=due, own=own, hidden=hidden, offset=offset, limit=limit)
    for one in page.items:
        if as_json:
            common.print_json({**_record(one.fact), "own": one.own, "hidden": one.hidden, "pack": one.pack})
            continue
        marks = [mark for mark, holds in (("hidden", one.hidden), ("shared", bool(server) and not one.own)) if holds]
        due_by = f"  review by {one.fact.review_by}" if due else ""
        marked = f"  [{', '.join(marks)}]" if marks else ""
        say(f"{one.fact.id}  {one.fact.title}{due_by}{marked}")
    if page.more and not as_json:
        say(f"{page.total} in all; --offset {page.more} goes on", err=True)


facts.add_command(log, "history")


@facts.command()
@click.argument("words")
@common.limit(10)
@common.as_json
@common.table
@click.pass_obj
def search(settings: Settings, words: str, *, limit: int, as_json: bool, db: Path | None, server: int) -> None:
    """Find the facts that fit WORDS best."""
    with common.curation(settings, db) as desk:
        found = desk.facts.search(server, words, limit)
    for fact in found:
        if as_json:
            common.print_json(_record(fact))
        else:
            say(f"{fact.id}  {fact.title}")


@facts.command()
@click.option("--id", "key", default="", help="Its id. Default: one made of what it says.")
@draft_options
@common.why
@common.overrule
@_dry_run
@common.table
@click.pass_obj
def add(
    settings: Settings,
    /,
    *,
    key: str,
    why: str,
    overrule: str,
    dry_run: bool,
    db: Path | None,
    server: int,
    **given: Unpack[Given],
) -> None:
    """Add a fact: from options, or without --answer in $EDITOR."""
    from bot.curation.changes import add as added

    with common.curation(settings, db) as desk:
        if given["answer"] is None:
            title, *others = given["questions"] or ("",)
            draft = written(title, tuple(others), given["topic"] or "", given["title"] or "")
        else:
            draft = draft_from(given)
        _submit(desk, server, added(draft, why, key=key), overrule, dry_run=dry_run)


@facts.command()
@click.argument("fact")
@draft_options
@common.why
@common.overrule
@_dry_run
@common.table
@click.pass_obj
def edit(
    settings: Settings,
    /,
    fact: str,
    *,
    why: str,
    overrule: str,
    dry_run: bool,
    db: Path | None,
    server: int,
    **given: Unpack[Given],
) -> None:
    """Change a FACT: what the options say, or without any in $EDITOR. In a server, a shared fact gets the server's own
    in its place."""
    from bot.curation.changes import draft_of, stamp
    from bot.curation.changes import edit as changed

    with common.curation(settings, db) as desk:
        before = common.listed(desk, server, fact).fact
        draft = draft_from(given, draft_of(before)) if is_written(given) else edited(before)
        _submit(desk, server, changed(before.handle, draft, stamp(before), why), overrule, dry_run=dry_run)


@facts.command()
@click.argument("fact")
@common.why
@common.overrule
@_dry_run
@common.table
@click.pass_obj
def remove(
    settings: Settings, fact: str, *, why: str, overrule: str, dry_run: bool, db: Path | None, server: int
) -> None:
    """Take a FACT out."""
    from bot.curation.changes import remove as removed

    with common.curation(settings, db) as desk:
        handle = common.listed(desk, server, fact).fact.handle
        _submit(desk, server, removed(handle, why=why), overrule, dry_run=dry_run)


@facts.command()
@click.argument("fact")
@common.why
@common.overrule
@_dry_run
@common.table
@click.pass_obj
def hide(
    settings: Settings, fact: str, *, why: str, overrule: str, dry_run: bool, db: Path | None, server: int
) -> None:
    """Keep a shared FACT from answering in a server."""
    from bot.curation.changes import hide as hidden

    with common.curation(settings, db) as desk:
        handle = common.listed(desk, server, fact).fact.handle
        _submit(desk, server, hidden(handle, why), overrule, dry_run=dry_run)


@facts.command()
@click.argument("fact")
@common.why
@common.overrule
@_dry_run
@common.table
@click.pass_obj
def show(
    settings: Settings, fact: str, *, why: str, overrule: str, dry_run: bool, db: Path | None, server: int
) -> None:
    """Let a shared FACT that was hidden answer again."""
    from bot.curation.changes import show as shown

    with common.curation(settings, db) as desk:
        handle = common.listed(desk, server, fact).fact.handle
        _submit(desk, server, shown(handle, why), overrule, dry_run=dry_run)


@facts.command()
@click.argument("fact")
@click.argument("topic")
@common.why
@common.overrule
@_dry_run
@common.table
@click.pass_obj
def move(
    settings: Settings, fact: str, topic: str, *, why: str, overrule: str, dry_run: bool, db: Path | None, server: int
) -> None:
    """Put a FACT under another TOPIC."""
    from bot.curation.changes import move as moved

    with common.curation(settings, db) as desk:
        handle = common.listed(desk, server, fact).fact.handle
        _submit(desk, server, moved(handle, topic, why), overrule, dry_run=dry_run)


@facts.command()
@click.argument("fact")
@click.option("--review-by", default="", help="When to look again, such as 2026-01-31. Default: the date stays.")
@common.table
@click.pass_obj
def confirm(settings: Settings, fact: str, *, review_by: str, db: Path | None, server: int) -> None:
    """Say that you held a FACT against its source today."""
    from bot.curation.roles import AT_TERMINAL

    with common.curation(settings, db) as desk:
        handle = common.listed(desk, server, fact).fact.handle
        number = desk.confirm(server, AT_TERMINAL, handle, review_by=review_by)
    say(f"{fact}: checked (change {number})")


def _submit(desk: Curation, server: int, change: Change, overrule: str, *, dry_run: bool) -> None:
    from bot.curation.roles import AT_TERMINAL

    if dry_run:
        common.show_findings(desk.check(server, AT_TERMINAL, change))
        return
    findings = desk.check(server, AT_TERMINAL, change)
    with common.held_back():
        common.tell(desk.submit(server, AT_TERMINAL, change, overrule=overrule))
    common.show_likeness(findings, aside=True)


def _record(fact: Fact) -> dict[str, Any]:
    from bot.fact_record import to_record

    return to_record(fact)
