"""What each feature means, on facts small enough to see why."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from bot.entries import Unit
from bot.lexicon import english
from bot.matching.confidence import INPUT_SIGNS
from bot.matching.features import answer_types
from bot.matching.features.names import SIGNS, Features
from bot.matching.model import shipped
from bot.matching.ranking import compare
from bot.searching import Searcher
from bot.store.reading import FactTable
from bot.store.writing import FactStore
from bot.text import stems_of, units
from tests import club

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from bot.facts import Fact

    Compare = Callable[..., dict[str, Features]]


@pytest.fixture
def compared(tmp_path: Path) -> Compare:
    """compared(question, *facts): the features of each fact that is a candidate, by its id."""

    def compared(question: str, *facts: Fact) -> dict[str, Features]:
        path = tmp_path / "facts.db"
        with FactStore(path) as store:
            store.replace_pack("some", facts)
        with FactTable(path) as table:
            found = Searcher(table, english()).search(question)
            by_number = table.facts_by_number(entry.number for entry in found.entries)
            features = [one.features for one in compare(found.question, found.entries, english())]
            ids = [by_number[entry.number].id for entry in found.entries]
            return dict(zip(ids, features, strict=True))

    return compared


def passage(name: str, answer: str, topic: str = "") -> Fact:
    """A passage of the handbook."""
    return club.fact(name, answer=answer, topic=topic)


@pytest.mark.parametrize(
    ("kinds", "question"),
    [
        ({"date"}, "When was the hall built?"),
        ({"date"}, "in which year was the hall built"),
        ({"person"}, "Who built the hall?"),
        ({"place"}, "Where is the hall?"),
        ({"place"}, "what city is the hall in"),
        ({"reason"}, "Why was the hall built?"),
        ({"duration"}, "How long did it take?"),
        ({"duration"}, "how many days did it take"),
        ({"count"}, "How many chairs are there?"),
        ({"count"}, "how high is the tower"),
        ({"money"}, "How much does the hall cost?"),
        ({"percent"}, "How many percent of the seats are taken?"),
        ({"percent"}, "What share of the seats is taken?"),
        ({"manner"}, "How do I book the hall?"),
        (set(), "Is the hall open?"),
        (set(), ""),
    ],
)
def test_a_question_tells_what_kind_of_thing_it_asks_for(kinds: set[str], question: str) -> None:
    """By its question word and what follows it."""
    assert kinds == answer_types.asked(" ".join(stems_of(question)))


@pytest.mark.parametrize(
    ("kind", "offering", "withholding"),
    [
        ("date", "It opened in March.", "It opened with a party."),
        ("date", "It opened at 9 am.", "I am here."),
        ("count", "It seats 80.", "It seats many."),
        ("money", "It costs $40.", "It costs 40 hours of work."),
        ("money", "It costs two million yuan.", "It costs two million trees."),
        ("percent", "12% more came.", "12 more came."),
        ("duration", "It takes three weeks.", "It takes three people."),
        ("person", "It was founded by Ann.", "It was founded by friends."),
        ("place", "It stands in Lindhagen.", "It stands upright."),
        ("place", "It stands behind the station.", "It stands upright."),
        ("reason", "It is shut because of the heat.", "It is shut."),
    ],
)
def test_a_text_offers_a_kind_of_thing_or_does_not(kind: str, offering: str, withholding: str) -> None:
    """Each kind leaves traces."""
    offers = [answer_types.offers(kind, Unit(spelt, stems_of(spelt)), frozenset()) for spelt in (offering, withholding)]

    assert [True, False] == offers


def test_what_the_question_says_itself_is_no_answer_to_it() -> None:
    """The year that is asked about is not the number that is asked for."""
    unit = Unit("It had members in 2019.", stems_of("It had members in 2019."))

    assert not answer_types.offers("count", unit, frozenset(stems_of("How many members were there in 2019?")))


def test_a_passage_is_judged_by_the_kind_of_thing_it_offers(compared: Compare) -> None:
    """Of two that have the same words of the question."""
    found = compared(
        "When did the club open the boathouse?",
        passage("when", "The club opened the boathouse in May 1987."),
        passage("how", "The club opened the boathouse with a party."),
    )

    assert [(1.0, 0.0), (0.0, 1.0)] == [(found[name].offered, found[name].withheld) for name in ("when", "how")]


def test_what_is_to_be_counted_stands_behind_a_number(compared: Compare) -> None:
    """Or without one, or not at all."""
    found = compared(
        "How many rowing boats does the club own?",
        passage("counted", "The club owns 12 old rowing boats."),
        passage("named", "The club owns some boats."),
        passage("other", "The club owns 12 kites."),
    )

    assert [(1.0, 0.0), (0.5, 0.0), (0.0, 1.0)] == [
        (found[name].counted, found[name].uncounted) for name in ("counted", "named", "other")
    ]


def test_a_phrasing_may_ask_for_the_same_kind_of_thing(compared: Compare) -> None:
    """A question word alone tells two facts apart."""
    found = compared(
        "when is the summer party",
        club.fact("time", "At what time is the party?", answer="At six."),
        club.fact("place", "Where is the party?", answer="In the yard."),
        club.fact("topic", "The party", answer="It is fun."),
    )

    assert [(1.0, 0.0), (0.0, 1.0), (0.0, 0.0)] == [
        (found[name].asked_alike, found[name].asked_unlike) for name in ("time", "place", "topic")
    ]


def test_a_heading_counts_for_what_the_passage_lacks(compared: Compare) -> None:
    """Not for what it says itself."""
    found = compared(
        "kiln temperature",
        passage("under", "It reaches a temperature of 1,200 degrees.", topic="Machines › The kiln"),
        passage("apart", "The kiln reaches a temperature of 900 degrees.", topic="The kiln"),
    )

    assert found["under"].topic > found["apart"].topic == 0.0


def test_the_passages_around_one_count_for_what_it_lacks(compared: Compare) -> None:
    """Right before and right after, not further away."""
    found = compared(
        "kiln temperature",
        passage("1", "Nothing of interest."),
        passage("2", "The temperature is 1,200 degrees."),
        passage("3", "The kiln is in the cellar."),
        passage("4", "Nobody is there."),
        passage("5", "The temperature outside is lower."),
    )

    assert found["2"].neighbours > found["5"].neighbours == 0.0


def test_letters_count_by_the_words_they_are_of(compared: Compare) -> None:
    """A compound that holds a word of the question has its letters."""
    found = compared(
        "pottery glaze",
        passage("has", "Glazes for stonepottery are mixed here."),
        passage("lacks", "Glazes for paper are mixed here."),
    )

    assert found["has"].letters > found["lacks"].letters > 0.0


@pytest.mark.parametrize(
    ("expected", "some"),
    [
        (["It rains.", "Dogs bark."], "It rains. Dogs bark."),
        (
            ["The club owns a kiln. It is hot. Thus nobody goes near."],
            "The club owns a kiln. It is hot. Thus nobody goes near.",
        ),
        (["The kiln is old.", "Its door is new."], "The kiln is old. Its door is new."),
        (["Ann came.", "It rained."], "Ann came.\nIt rained."),
        (["The doors are:\nthe red one", "the blue one"], "The doors are:\nthe red one\nthe blue one"),
        (["“That is all,” she said."], "“That is all,” she said."),
        ([], " \n "),
    ],
)
def test_a_text_is_cut_into_what_can_be_understood_alone(expected: list[str], some: str) -> None:
    """A sentence that leans on the one before stays with it; a line end cuts, but after a colon."""
    assert expected == units(some)


def test_a_unit_does_not_grow_without_end() -> None:
    """However many sentences lean on each other."""
    assert len(units("It is so. " * 200)) > 2


@pytest.mark.parametrize("semantic", [False, True])
def test_no_weight_that_ships_counts_the_wrong_way(*, semantic: bool) -> None:
    """What speaks for a fact raises it and what speaks against it lowers it, by any amount or by none."""
    weights = shipped(semantic=semantic).to_json()
    confidence = {name: weight for name, weight in weights["confidence"].items() if name != "intercept"}
    wrong = [
        name
        for signs, fitted in ((SIGNS, weights["ranking"]), (INPUT_SIGNS, confidence))
        for name, weight in fitted.items()
        if signs[name] * weight < 0
    ]

    assert not wrong


def test_documents_are_learned_from_one_by_one(tmp_path: Path) -> None:
    """With every fifth passage left out, so that its question has no answer there."""
    pytest.importorskip("scipy")
    from bot.fitting.examples import load_sets

    names = [f"{letter}{n}" for letter in "ab" for n in range(1, 11)]
    (tmp_path / "facts.jsonl").write_text(
        "\n".join(
            json.dumps({"id": name, "questions": [], "answer": f"The key {name} opens room {name}.", "source": name[0]})
            for name in names
        )
    )
    (tmp_path / "questions.jsonl").write_text(
        "\n".join(json.dumps({"query": f"what does {name} open", "fact_id": name}) for name in names)
    )

    whole, by_document = load_sets(tmp_path)

    assert (20, 16, 20) == (
        sum(example.answerable for example in whole.examples),
        sum(example.answerable for example in by_document.examples),
        len(by_document.examples),
    )
