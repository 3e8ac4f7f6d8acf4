"""`factbot review`: what members proposed and reported, accepted or refused."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

import click

from bot.commands import common
from bot.commands.drafting import Given, draft_from, draft_options, edited, is_written
from bot.terminal import say

if TYPE_CHECKING:
    from bot.curation.changes import Draft
    from bot.curation.desk import Curation
    from bot.curation.values import Proposal
    from bot.settings import Settings

STATES = ("open", "accepted", "refused", "withdrawn", "all")


@click.group()
def review() -> None:
    """Look through what members proposed and reported."""


@review.command(name="list")
@click.option("--state", type=click.Choice(STATES), default="open", show_default=True, help="Only those.")
@common.limit(50)
@common.as_json
@common.table
@click.pass_obj
def list_(settings: Settings, *, state: str, limit: int, as_json: bool, db: Path | None, server: int) -> None:
    """List the queue, the latest first: number, what, of which fact, by whom."""
    from bot.curation.roles import AT_TERMINAL

    with common.curation(settings, db) as desk:
        page = desk.review.page(server, AT_TERMINAL, state="" if state == "all" else state, limit=limit)
    for proposal in page.items:
        if as_json:
            common.print_json(asdict(proposal))
        else:
            say(_line(proposal))


@review.command()
@click.argument("number", type=common.NUMBER)
@common.table
@click.pass_obj
def show(settings: Settings, number: int, *, db: Path | None, server: int) -> None:
    """Show what has this NUMBER, and which answers it would change."""
    from bot.curation.roles import AT_TERMINAL
    from bot.errors import FactbotError

    with common.curation(settings, db) as desk:
        proposal = desk.review.get(server, AT_TERMINAL, number)
        say(_line(proposal))
        for line in _details(proposal):
            say(f"  {line}")
        if proposal.state == "open" and proposal.what != "report":
            try:
                common.show_findings(desk.review.check(server, AT_TERMINAL, number))
            except FactbotError as error:
                say(f"it cannot be accepted as it is: {error}")


@review.command()
@click.argument("number", type=common.NUMBER)
@draft_options
@click.option("--edit", "editing", is_flag=True, help="Change it in $EDITOR first.")
@click.option("--remove", "removing", is_flag=True, help="For a report: take the fact out.")
@click.option("--reason", default="", help="What to tell whoever proposed it.")
@click.option("--also", type=common.NUMBER, multiple=True, metavar="NUMBER", help="Settle this one with it. Repeat.")
@common.overrule
@common.table
@click.pass_obj
def accept(
    settings: Settings,
    /,
    number: int,
    *,
    editing: bool,
    removing: bool,
    reason: str,
    also: tuple[int, ...],
    overrule: str,
    db: Path | None,
    server: int,
    **given: Unpack[Given],
) -> None:
    """Accept what has this NUMBER: as it is, or with the changes that the options or the editor make."""
    from bot.curation.roles import AT_TERMINAL

    with common.curation(settings, db) as desk, common.held_back():
        draft = seen = None
        if editing or is_written(given):
            draft, seen = _changed(desk, server, desk.review.get(server, AT_TERMINAL, number), given, editing=editing)
        kept = desk.review.accept(
            *(server, AT_TERMINAL, number),
            draft=draft,
            seen=seen,
            removing=removing,
            reason=reason,
            overrule=overrule,
            also=also,
        )
        common.tell(kept)


@review.command()
@click.argument("number", type=common.NUMBER)
@click.argument("reason")
@common.table
@click.pass_obj
def refuse(settings: Settings, number: int, reason: str, *, db: Path | None, server: int) -> None:
    """Refuse what has this NUMBER; whoever proposed it is told the REASON."""
    from bot.curation.roles import AT_TERMINAL

    with common.curation(settings, db) as desk:
        desk.review.refuse(server, AT_TERMINAL, number, reason)
    say(f"proposal {number}: refused")


def _changed(
    desk: Curation, server: int, proposal: Proposal, given: Given, *, editing: bool
) -> tuple[Draft, str | None]:
    """What the curator makes of a proposal, and what they saw of the fact."""
    from bot.curation.changes import draft_of, stamp

    seen = None
    proposed = proposal.change.draft if proposal.change else None
    if proposal.what != "add":
        fact = common.listed(desk, server, proposal.fact).fact
        proposed, seen = proposed or draft_of(fact), stamp(fact)
    draft = draft_from(given, proposed)
    return (edited(draft.fact(proposal.fact)) if editing else draft), seen


def _line(proposal: Proposal) -> str:
    draft = proposal.change.draft if proposal.change else None
    about = proposal.fact or (draft.questions[0] if draft and draft.questions else "a new fact")
    like = f", like {', '.join(map(str, proposal.like))}" if proposal.like else ""
    state = "" if proposal.state == "open" else f", {proposal.state}"
    return (
        f"{proposal.number}  {proposal.at[:16]}  {common.person(proposal.person)}  {proposal.what} {about}{state}{like}"
    )


def _details(proposal: Proposal) -> list[str]:
    lines = []
    if proposal.report:
        report = proposal.report
        said = {"wrong": report.wrong, "source": report.source, "asked": report.question}
        lines += [f"{name}: {text}" for name, text in said.items() if text]
    if proposal.wording:
        lines.append(f"wording: {proposal.wording}")
    if proposal.change and (draft := proposal.change.draft):
        lines += [*draft.questions, *draft.answer.splitlines(), f"source: {draft.source.title or draft.source.url}"]
    if proposal.change and proposal.change.why:
        lines.append(f"why: {proposal.change.why}")
    if proposal.reason:
        lines.append(f"reason: {proposal.reason}")
    return lines
