"""Servers see nothing of each other: what is one's is, to every operation of the other, not there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.curation.changes import add, edit, hide, move, remove, show, undo
from bot.curation.desk import Curation
from bot.curation.roles import Person, Role
from bot.curation.values import Kept, Waiting
from bot.errors import FactbotError
from bot.store.receipts import Receipt
from tests.curating import HERE, MEMBER, POOL, SAUNA, SPOT, THERE, handle_of
from tests.test_curation_privacy import rows_of
from tests.test_store import dump

STRANGER = Person(41, Role.MANAGER)
"""Manages THERE, and knows every number of HERE."""


@dataclass(frozen=True)
class Theirs:
    """What HERE has."""

    desk: Curation
    handle: str
    change: int
    proposal: int
    report: int
    gap: int
    label: int


@pytest.fixture
def theirs(curation: Curation) -> Theirs:
    """One of each."""
    curator = Person(21, Role.CURATOR)
    made = curation.submit(HERE, curator, add(SAUNA))
    proposal = curation.submit(HERE, MEMBER, add(POOL))
    assert isinstance(made, Kept) and isinstance(proposal, Waiting)
    handle = handle_of(made.fact)
    curation.receipts.note([Receipt(HERE, 600, 500, handle, 1, MEMBER.user)])
    return Theirs(
        curation,
        handle,
        made.number,
        proposal.proposal.number,
        curation.review.report(HERE, MEMBER, SPOT, handle=handle, version=1, wrong="no").proposal.number,
        curation.gaps.ask(HERE, MEMBER, SPOT, "Where is the moon?"),
        curation.labels.add(HERE, curator, "sauna", None),
    )


ATTEMPTS: dict[str, Callable[[Theirs], object]] = {
    "edit": lambda t: t.desk.submit(THERE, STRANGER, edit(t.handle, POOL)),
    "remove": lambda t: t.desk.submit(THERE, STRANGER, remove(t.handle)),
    "move": lambda t: t.desk.submit(THERE, STRANGER, move(t.handle, "x")),
    "hide": lambda t: t.desk.submit(THERE, STRANGER, hide(t.handle)),
    "show": lambda t: t.desk.submit(THERE, STRANGER, show(t.handle)),
    "undo": lambda t: t.desk.submit(THERE, STRANGER, undo(t.change)),
    "check": lambda t: t.desk.check(THERE, STRANGER, edit(t.handle, POOL)),
    "check an undo": lambda t: t.desk.check(THERE, STRANGER, undo(t.change)),
    "confirm": lambda t: t.desk.confirm(THERE, STRANGER, t.handle),
    "propose": lambda t: t.desk.submit(THERE, MEMBER, remove(t.handle)),
    "get a proposal": lambda t: t.desk.review.get(THERE, STRANGER, t.proposal),
    "check a proposal": lambda t: t.desk.review.check(THERE, STRANGER, t.proposal),
    "accept": lambda t: t.desk.review.accept(THERE, STRANGER, t.proposal),
    "accept a report": lambda t: t.desk.review.accept(THERE, STRANGER, t.report, draft=POOL),
    "refuse": lambda t: t.desk.review.refuse(THERE, STRANGER, t.proposal, "no"),
    "withdraw": lambda t: t.desk.review.withdraw(THERE, MEMBER, t.proposal),
    "report": lambda t: t.desk.review.report(THERE, STRANGER, SPOT, handle=t.handle, version=1),
    "offer a wording": lambda t: t.desk.review.offer_wording(THERE, STRANGER, SPOT, t.handle, "x"),
    "dismiss a gap": lambda t: t.desk.gaps.dismiss(THERE, STRANGER, t.gap, "no"),
    "remove a label": lambda t: t.desk.labels.remove(THERE, STRANGER, t.label),
    "label with a fact": lambda t: t.desk.labels.add(THERE, STRANGER, "x", fact_id(t)),
}


def fact_id(theirs: Theirs) -> str:
    """The id of the fact of HERE."""
    listed = theirs.desk.facts.get(HERE, theirs.handle)
    assert listed is not None
    return listed.fact.id


@pytest.mark.parametrize("attempt", ATTEMPTS.values(), ids=ATTEMPTS.keys())
def test_what_is_another_server_s_is_not_there(
    theirs: Theirs, club_copy: Path, attempt: Callable[[Theirs], object]
) -> None:
    """One sentence, and nothing is changed anywhere."""
    before = dump(club_copy)
    with pytest.raises(FactbotError):
        attempt(theirs)

    assert before == dump(club_copy)


def test_no_list_shows_what_is_another_server_s(theirs: Theirs) -> None:
    desk = theirs.desk

    assert desk.facts.get(THERE, theirs.handle) is None
    assert 10 == desk.facts.page(THERE, limit=50).total
    assert () == desk.facts.page(THERE, own=True).items
    assert SAUNA.answer not in [fact.answer for fact in desk.facts.search(THERE, "sauna")]
    assert () == desk.facts.history(THERE) == desk.facts.history(THERE, theirs.handle)
    assert () == desk.review.page(THERE, STRANGER, state="").items
    assert ((), 0) == (desk.gaps.page(THERE, STRANGER).groups, desk.gaps.page(THERE, STRANGER).silent)
    assert desk.gaps.group(THERE, STRANGER, theirs.gap) is None
    assert () == desk.gaps.phrasings(THERE, "where is the moon")
    assert () == desk.labels.page(THERE).items
    assert () == desk.receipts.of(THERE, 600)
    assert ("", "") == (desk.exchange.export(THERE), desk.exchange.history(THERE))
    digest = desk.servers.digest(THERE)
    assert (0, 0, 0, 0) == (digest.changes, digest.open_proposals, digest.all_gaps, digest.all_due)


def test_an_answer_settles_no_gap_of_another_server(theirs: Theirs) -> None:
    made = theirs.desk.submit(THERE, STRANGER, add(POOL), gap=theirs.gap)

    assert isinstance(made, Kept) and made.told == 0
    assert 1 == theirs.desk.gaps.page(HERE, STRANGER).total


def test_an_accepted_proposal_settles_no_number_of_another_server(theirs: Theirs) -> None:
    """All or nothing: the stranger's own is not accepted either."""
    mine = theirs.desk.submit(THERE, MEMBER, add(POOL))
    assert isinstance(mine, Waiting)
    with pytest.raises(FactbotError):
        theirs.desk.review.accept(THERE, STRANGER, mine.proposal.number, also=[theirs.proposal])

    assert "open" == theirs.desk.review.get(THERE, STRANGER, mine.proposal.number).state
    assert () == theirs.desk.facts.page(THERE, own=True).items


def test_likely_duplicates_are_not_looked_for_in_other_servers(theirs: Theirs) -> None:
    waiting = theirs.desk.submit(THERE, MEMBER, add(POOL))

    assert isinstance(waiting, Waiting) and waiting.proposal.like == ()


def test_an_import_touches_no_other_server(theirs: Theirs, club_copy: Path) -> None:
    before = rows_of(club_copy, HERE)
    exported = theirs.desk.exchange.export(HERE).encode()
    theirs.desk.exchange.load(THERE, STRANGER, "curated.md", exported)

    assert before == rows_of(club_copy, HERE)
    assert 1 == theirs.desk.facts.page(THERE, own=True).total


def test_a_correction_is_noted_in_its_own_server_alone(theirs: Theirs) -> None:
    curator = Person(21, Role.CURATOR)
    theirs.desk.receipts.note([Receipt(THERE, 601, 501, theirs.handle, 1, 5)])
    theirs.desk.review.accept(HERE, curator, theirs.report, draft=POOL)

    assert {HERE} == {notice.scope for notice in theirs.desk.outbox.claim()}


def test_the_same_words_leave_different_marks_in_two_servers(theirs: Theirs, club_copy: Path) -> None:
    for scope in (HERE, THERE):
        theirs.desk.gaps.count(scope, "Where is the moon?")
    marks = [row[2] for row in dump(club_copy) if row[0] == "gap_counts"]

    assert 2 == len(set(marks))


@pytest.mark.parametrize("number", [0, -1, 1 << 63, 10**30])
def test_numbers_that_nothing_can_have_are_not_there(curation: Curation, number: int) -> None:
    """As they stand in a button that somebody forged."""
    who = STRANGER
    attempts: list[Callable[[], object]] = [
        lambda: curation.submit(HERE, who, undo(number)),
        lambda: curation.review.accept(HERE, who, number),
        lambda: curation.labels.remove(HERE, who, number),
        lambda: curation.gaps.dismiss(HERE, who, number, "no"),
    ]
    for attempt in attempts:
        with pytest.raises(FactbotError):
            attempt()


@pytest.mark.parametrize("handle", ["", "\ud800", "\0", "%", "x" * 10_000, "' OR 1 --"])
def test_handles_that_nothing_has_are_not_there(curation: Curation, handle: str) -> None:
    with pytest.raises(FactbotError):
        curation.submit(HERE, STRANGER, remove(handle))
    with pytest.raises(FactbotError):
        curation.review.report(HERE, STRANGER, SPOT, handle=handle, version=1)
    assert curation.facts.get(HERE, handle) is None
