"""Servers share one table and see nothing of each other: facts, words, spellings, weights."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.answering import Answerer
from bot.answers import Found, Unknown
from bot.errors import TableError
from bot.facts import SHARED, Fact
from bot.store.history import Author
from bot.store.reading import FactTable
from bot.store.writing import FactStore
from tests import club
from tests.conftest import write_table

HERE, THERE = 111, 222
"""Two servers."""
MASCOT = club.fact("mascot", "What is our mascot called?", answer="Quuxley the wombat.", topic="Traditions")
CURATOR = Author(7)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """The club's facts for all, and one more fact of the first server."""
    path = write_table(tmp_path / "facts.db", club.FACTS)
    with FactStore(path) as store:
        store.replace_pack("own", [MASCOT], scope=HERE)
    return path


@pytest.fixture
def asked(path: Path) -> Iterator[Answerer]:
    """An Answerer on that table."""
    with FactTable(path) as table:
        yield Answerer(table)


def best(answerer: Answerer, question: str, scope: int) -> Fact:
    """The fact that answers, which there must be."""
    answer = answerer.ask(question, scope=scope)
    assert isinstance(answer, Found)
    return answer.best.fact


def test_a_server_is_answered_from_its_own_facts(asked: Answerer) -> None:
    """And the answer says whose it is."""
    assert (MASCOT, HERE) == (fact := best(asked, MASCOT.title, HERE), fact.scope)


def test_a_server_is_answered_from_the_shared_facts_too(asked: Answerer) -> None:
    """Like everybody."""
    assert club.FEE == best(asked, club.FEE.title, HERE)


@pytest.mark.parametrize("scope", [SHARED, THERE])
def test_nobody_else_is_answered_from_them(asked: Answerer, scope: int) -> None:
    """Neither by rank nor by topic."""
    answer = asked.ask("mascot", scope=scope)

    assert MASCOT not in [match.fact for match in asked.ask(MASCOT.title, scope=scope).matches]
    assert isinstance(answer, Unknown)
    assert ("mascot",) == answer.strange
    assert MASCOT.topic not in answer.topics


@pytest.mark.parametrize("scope", [SHARED, THERE])
def test_nobody_elses_typing_errors_are_repaired_to_their_words(asked: Answerer, scope: int) -> None:
    """A word that only one server has is a word that only it knows."""
    repaired = asked.ask("quuxlye", scope=HERE)
    elsewhere = asked.ask("quuxlye", scope=scope)

    assert [MASCOT] == [match.fact for match in repaired.matches]
    assert () == elsewhere.matches


@pytest.mark.parametrize("typed", ["", "what is our mas", "quux"])
def test_nobody_else_is_offered_them_while_typing(asked: Answerer, typed: str) -> None:
    """Nor for the empty field, where the server itself sees its own."""
    here = [match.fact for match in asked.complete(typed, scope=HERE)]
    there = [match.fact for match in asked.complete(typed, scope=THERE)]

    assert MASCOT in here
    assert MASCOT not in there


def test_a_handle_opens_nothing_of_another_server(asked: Answerer) -> None:
    """Even if it is forged in a button."""
    assert (MASCOT, None, None) == tuple(asked.fact(MASCOT.handle, scope=scope) for scope in (HERE, THERE, SHARED))


def test_what_a_server_adds_does_not_change_the_answers_of_others(path: Path, asked: Answerer) -> None:
    """Not even by a digit of confidence: what words weigh is each server's own."""
    questions = [fact.title for fact in club.FACTS] + ["how much is it per year?", "wich days is it opne"]
    before = [asked.ask(question, scope=THERE) for question in questions]
    with FactStore(path) as store:
        store.replace_pack("own", [replace(fact, id=f"{fact.id} here") for fact in club.FACTS], scope=HERE)

    assert before == [asked.ask(question, scope=THERE) for question in questions]


def test_a_servers_fact_stands_in_the_place_of_the_shared_one(path: Path, asked: Answerer) -> None:
    """Which is untouched for the others."""
    ours = replace(club.FEE, answer="Members of this server pay nothing.")
    with FactStore(path) as store, store.editing(HERE) as facts:
        facts.put(ours, CURATOR)

    assert (ours, club.FEE) == (best(asked, club.FEE.title, HERE), best(asked, club.FEE.title, THERE))
    assert [ours] == [m.fact for m in asked.ask(club.FEE.title, scope=HERE).matches if m.fact.id == club.FEE.id]


def test_a_server_can_hide_a_shared_fact_and_show_it_again(path: Path, asked: Answerer) -> None:
    """For itself."""
    seen = []
    with FactStore(path) as store:
        for change in ("hide", "show"):
            with store.editing(HERE) as facts:
                getattr(facts, change)(club.FEE, CURATOR)
            for scope in (HERE, THERE):
                matches = asked.ask(club.FEE.title, scope=scope).matches
                seen.append(club.FEE in [match.fact for match in matches])
                seen.append(asked.fact(club.FEE.handle, scope=scope) is not None)

    assert [False, False, True, True, True, True, True, True] == seen


def test_shared_facts_are_not_hidden_from_everybody(path: Path) -> None:
    """That would be to remove them."""
    with FactStore(path) as store, pytest.raises(TableError, match="in a server only"), store.editing(SHARED) as facts:
        facts.hide(club.FEE, CURATOR)


def test_the_same_id_may_be_used_in_two_servers(path: Path, asked: Answerer) -> None:
    """Nobody can know the ids of the others."""
    theirs = replace(MASCOT, answer="Zork.")
    with FactStore(path) as store:
        store.replace_pack("own", [theirs], scope=THERE)

    assert (MASCOT, theirs) == (best(asked, MASCOT.title, HERE), best(asked, MASCOT.title, THERE))


def test_the_history_of_a_server_is_its_own(path: Path) -> None:
    """By list and by number."""
    with FactStore(path) as store:
        with store.editing(HERE) as facts:
            number = facts.put(replace(MASCOT, answer="Xyzzy."), CURATOR)
        listed = [len(store.history(scope).latest(10)) for scope in (HERE, THERE, SHARED)]
        found = [store.history(scope).entry(number) is not None for scope in (HERE, THERE, SHARED)]

    assert ([1, 0, 0], [True, False, False]) == (listed, found)


def test_a_change_of_another_server_is_not_undone(path: Path) -> None:
    """Whatever number is given."""
    with FactStore(path) as store:
        with store.editing(HERE) as facts:
            number = facts.put(replace(MASCOT, answer="Xyzzy."), CURATOR)
        with pytest.raises(TableError, match="no change"), store.editing(THERE) as facts:
            facts.revert(number, CURATOR)
