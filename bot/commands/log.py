"""`factbot log` and `factbot revert`: who changed what, when and why; and a change taken back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.commands import common
from bot.terminal import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.settings import Settings
    from bot.store.history import Entry


@click.command()
@click.argument("fact", required=False)
@common.limit(20)
@click.option("--below", type=common.NUMBER, default=None, help="Only changes with numbers below this.")
@common.as_json
@common.table
@click.pass_obj
def log(
    settings: Settings,
    fact: str | None,
    *,
    limit: int,
    below: int | None,
    as_json: bool,
    db: Path | None,
    server: int,
) -> None:
    """Show the latest changes, of one FACT where its id or handle is given: number, time (UTC), who, what, why."""
    from bot.curation.history_record import history_record

    with common.curation(settings, db) as desk:
        entries: Sequence[Entry] = ()
        for handle in common.handles(fact) if fact else ("",):
            entries = entries or desk.facts.history(server, handle, below=below, limit=limit)
        if fact and not entries and below is None:
            common.listed(desk, server, fact)  # one that is not there, and never was, is said to be missing
    for entry in entries:
        if as_json:
            common.print_json(history_record(entry))
        else:
            say(_line(entry))


@click.command()
@click.argument("number", type=common.NUMBER)
@common.why
@common.overrule
@common.table
@click.pass_obj
def revert(settings: Settings, number: int, *, why: str, overrule: str, db: Path | None, server: int) -> None:
    """Take back the change with this NUMBER, as `factbot log` shows it. That is a change too, and can be reverted."""
    from bot.curation.changes import undo
    from bot.curation.roles import AT_TERMINAL

    with common.curation(settings, db) as desk, common.held_back():
        common.tell(desk.submit(server, AT_TERMINAL, undo(number, why), overrule=overrule))


def _line(entry: Entry) -> str:
    fact = entry.after or entry.before
    title = fact.title if fact else ""
    reason = f" - {entry.why}" if entry.why else ""
    return f"{entry.number}  {entry.at[:16]}  {common.person(entry.person)}  {entry.what} {entry.fact}: {title}{reason}"
