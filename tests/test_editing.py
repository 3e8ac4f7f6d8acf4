"""Facts changed one by one: nothing over another's change, everything in the history, any change undone."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from bot.errors import ConflictError, TableError
from bot.facts import Fact
from bot.store.history import FORMER, TERMINAL, Author, forget_person
from bot.store.reading import FactTable
from bot.store.rows import content_of
from bot.store.writing import FactStore
from tests import club
from tests.conftest import write_table

CURATOR = Author(7, "it changed in May")
DEARER = replace(club.FEE, answer="Membership costs 50 euros.")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[FactStore]:
    """The club's table, to be written."""
    with FactStore(write_table(tmp_path / "facts.db", (club.FEE, club.LASER))) as store:
        yield store


def stored(store: FactStore) -> list[Fact]:
    """All shared facts."""
    with FactTable(store.path) as table:
        return list(table.facts())


def put(store: FactStore, fact: Fact, author: Author = CURATOR, seen: str | None = None) -> int:
    """One change in a transaction of its own."""
    with store.editing() as facts:
        return facts.put(fact, author, seen=seen)


def test_an_edited_fact_keeps_its_place(store: FactStore) -> None:
    """And the others theirs."""
    put(store, DEARER)

    assert [DEARER, club.LASER] == stored(store)


def test_the_history_says_who_changed_what_from_what_to_what_and_why(store: FactStore) -> None:
    """And when, in UTC."""
    put(store, DEARER)
    (entry,) = store.history().latest(10)

    assert (club.FEE.id, 7, "changed", "it changed in May", club.FEE, DEARER) == (
        entry.fact,
        entry.person,
        entry.what,
        entry.why,
        entry.before,
        entry.after,
    )
    assert entry.at.endswith("+00:00")


def test_every_change_raises_the_version_of_the_table(store: FactStore) -> None:
    """So that an answer's receipt tells whether anything is different since."""
    with FactTable(store.path) as table:
        versions = [table.version()]
        put(store, DEARER)
        versions.append(table.version())
        with store.editing() as facts:
            facts.retire(club.LASER.id, CURATOR)
        versions.append(table.version())

    assert sorted(set(versions)) == versions


def test_who_comes_second_does_not_overwrite_the_first(store: FactStore) -> None:
    """They saw the fact before it was changed."""
    seen = content_of(club.FEE)
    put(store, DEARER, seen=seen)

    with pytest.raises(ConflictError, match="changed by somebody else"):
        put(store, replace(club.FEE, answer="It is free."), seen=seen)
    assert DEARER == stored(store)[0]


def test_a_fact_that_is_thought_new_does_not_replace_one(store: FactStore) -> None:
    """Its id was taken meanwhile."""
    with pytest.raises(ConflictError):
        put(store, replace(club.FEE, answer="It is free."), seen="")


@pytest.mark.parametrize("what", ["changed", "added", "retired"])
def test_every_change_can_be_undone(store: FactStore, what: str) -> None:
    """And the table holds the facts that it held before."""
    before = stored(store)
    with store.editing() as facts:
        match what:
            case "changed":
                number = facts.put(DEARER, CURATOR)
            case "added":
                number = facts.put(club.COURSE, CURATOR)
            case _:
                number = facts.retire(club.LASER.id, CURATOR)
    with store.editing() as facts:
        facts.revert(number, Author(8))
    undone = store.history().latest(1)[0]

    assert before == sorted(stored(store), key=before.index)
    assert (8, f"undo of {number}") == (undone.person, undone.why)


def test_an_undo_can_be_undone(store: FactStore) -> None:
    """It is a change like any other."""
    first = put(store, DEARER)
    for _ in range(2):
        with store.editing() as facts:
            first = facts.revert(first, CURATOR)

    assert DEARER == stored(store)[0]


def test_a_change_is_not_undone_over_a_later_one(store: FactStore) -> None:
    """The later one would be lost without a word."""
    number = put(store, DEARER)
    put(store, replace(club.FEE, answer="It is free."))

    with pytest.raises(ConflictError, match="changed again"), store.editing() as facts:
        facts.revert(number, CURATOR)


def test_a_failed_change_leaves_no_trace(store: FactStore) -> None:
    """Neither fact nor history."""

    def fail() -> None:
        with store.editing() as facts:
            facts.put(DEARER, CURATOR)
            facts.retire("never was", CURATOR)

    with pytest.raises(TableError, match="no fact"):
        fail()
    assert ([club.FEE, club.LASER], []) == (stored(store), store.history().latest(10))


@pytest.mark.parametrize("statement", ["UPDATE history SET why = 'x'", "DELETE FROM history"])
def test_the_history_cannot_be_altered(store: FactStore, statement: str) -> None:
    """Not even by hand."""
    put(store, DEARER)

    with closing(sqlite3.connect(store.path)) as other, pytest.raises(sqlite3.IntegrityError, match="only added to"):
        other.execute(statement)


def test_a_person_who_is_forgotten_is_named_nowhere(store: FactStore) -> None:
    """What they did stands, by a former member."""
    put(store, DEARER)
    put(store, club.FEE, Author(TERMINAL))
    with store.transaction():
        forget_person(store._connection, 7)

    assert [TERMINAL, FORMER] == [entry.person for entry in store.history().latest(10)]


def test_only_a_person_resets_the_date_of_the_last_check(store: FactStore) -> None:
    """The day, and when it is due again; what it says is as it was."""
    with store.editing() as facts:
        facts.confirm(club.FEE.id, CURATOR, review_by="2031-01-01")
    fee = stored(store)[0]

    assert (True, "2031-01-01", club.FEE.answer) == (fee.checked > "2026", fee.review_by, fee.answer)


def test_a_passage_that_is_reworded_keeps_its_identity(tmp_path: Path) -> None:
    """However often; what has nothing in common with it is new."""
    old = club.fact("b2-1", answer="The workshop opens at nine and closes at five on working days.", topic="")
    new = club.fact("b2-2", answer="The workshop opens at eight and closes at five on working days.", topic="")
    newest = club.fact("b2-3", answer="The workshop opens at eight and closes at six on working days.", topic="")
    other = club.fact("b2-4", answer="Parking is behind the house, for bicycles alone.", topic="")
    path = tmp_path / "facts.db"
    counts = []
    with FactStore(path) as store:
        for facts in ([old], [new, other], [new, other], [newest, other], [other]):
            changes = store.replace_pack("page", facts)
            counts.append((changes.added, changes.changed, changes.retired, changes.unchanged))
        what = [(entry.fact, entry.what) for entry in store.history().latest(10)]

    assert [(1, 0, 0, 0), (1, 1, 0, 0), (0, 0, 0, 2), (0, 1, 0, 1), (0, 0, 1, 1)] == counts
    assert [("b2-1", "retired"), ("b2-1", "changed"), ("b2-1", "changed")] == what


def test_text_that_only_moved_is_unchanged(tmp_path: Path) -> None:
    """It is shown at its new place."""
    here = replace(club.FEE, locator="paragraph 4", anchor="#fees")
    with FactStore(write_table(tmp_path / "facts.db", (club.FEE,))) as store:
        changes = store.replace_pack("club", [here])
        assert [here] == stored(store)
        assert [] == store.history().latest(1)

    assert (0, 1) == (changes.changed, changes.unchanged)


def test_a_fact_that_is_put_back_is_in_its_pack_again(store: FactStore) -> None:
    """So that the next import of that pack finds it."""
    with store.editing() as facts:
        number = facts.retire(club.LASER.id, CURATOR)
    with store.editing() as facts:
        facts.revert(number, CURATOR)

    assert (0, 2) == ((changes := store.replace_pack("club", [club.FEE, club.LASER])).added, changes.unchanged)


def test_a_fact_that_comes_back_with_its_pack_is_in_the_history(store: FactStore) -> None:
    """Which would else end with its retirement."""
    store.replace_pack("club", [club.FEE])
    store.replace_pack("club", [club.FEE, club.LASER])
    back, gone = store.history().latest(10)

    assert ("restored", "retired", "import of club") == (back.what, gone.what, gone.why)


def test_the_reason_of_an_import_is_kept_with_what_it_added(store: FactStore) -> None:
    """Where a labelled question was overruled, it is the only trace."""
    store.replace_pack("more", [club.COURSE], author=Author(TERMINAL, "it is right so"))

    assert [("added", "it is right so")] == [(entry.what, entry.why) for entry in store.history().latest(10)]
