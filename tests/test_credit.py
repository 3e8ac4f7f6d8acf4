"""What a question owes to each of its candidates: by words, and by meaning."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.lexicon import english
from bot.matching.features.credit import RIDGE, Sparse, ridge
from bot.matching.meaning import TEXTS_CREDITED, Meaning
from bot.matching.nearness import ELSEWHERE
from bot.matching.ranking import compare
from bot.searching import Searcher
from bot.store.reading import FactTable
from bot.store.writing import FactStore
from bot.vectors import Vectors
from tests import club

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from bot.facts import Fact
    from bot.matching.question import Question


class Placed:
    """An embedder that has a vector for each text it knows."""

    name = "placed"

    def __init__(self, vectors: Mapping[str, Sequence[float]]) -> None:
        self._vectors = vectors

    def embed(self, texts: Sequence[str], *, passages: bool = False) -> NDArray[np.float32]:
        return unit([self._vectors[text] for text in texts])


def unit(rows: Sequence[Sequence[float]]) -> NDArray[np.float32]:
    """The rows, of length 1 each."""
    matrix = np.array(rows, np.float32)
    return np.asarray(matrix / np.linalg.norm(matrix, axis=1, keepdims=True), np.float32)


def vectors(*rows: tuple[int, bool, Sequence[float]]) -> Vectors:
    """A table's vectors, from (fact, whether of its answer, vector)."""
    return Vectors(
        np.array([fact for fact, _, _ in rows], np.int64),
        np.array([answer for _, answer, _ in rows], np.bool_),
        unit([vector for _, _, vector in rows]),
    )


def by_words(path: Path, question: str, *facts: Fact) -> dict[str, float]:
    """The credit of each fact, by its id."""
    with FactStore(path) as store:
        store.replace_pack("some", facts)
    with FactTable(path) as table:
        found = Searcher(table, english()).search(question)
        known = table.facts_by_number(entry.number for entry in found.entries)
        compared = compare(found.question, found.entries, english())
        return {known[entry.number].id: one.features.credit for entry, one in zip(found.entries, compared, strict=True)}


@pytest.fixture
def read(tmp_path: Path) -> Question:
    """A question that has nothing misspelt."""
    path = tmp_path / "club.db"
    with FactStore(path) as store:
        store.replace_pack("club", club.FACTS)
    with FactTable(path) as table:
        return Searcher(table, english()).read("When does the workshop open?")


def test_a_fact_is_credited_with_what_is_its_own(tmp_path: Path) -> None:
    """What all share says nothing about which is meant: the more of them have it, the less each gets for it."""
    colour = club.fact("colour", "change the colour of a role", answer="Under Roles.")
    name = club.fact("name", "change the name of a role", answer="Under Names.")
    others = [club.fact(word, f"change the {word} of a role", answer="There.") for word in ("icon", "rank", "place")]
    few = by_words(tmp_path / "few.db", "change the colour of a role", colour, name)
    many = by_words(tmp_path / "many.db", "change the colour of a role", colour, name, *others)

    assert few["colour"] > 2 * few["name"]
    assert many["name"] < few["name"] < few["colour"]


def test_phrasings_that_say_the_same_add_up_to_one(tmp_path: Path) -> None:
    """A fact is not the likelier for having been written down six times."""
    once = club.fact("once", "paint a wall", answer="With a brush.")
    often = club.fact("often", *(f"paint a door {word}" for word in ("now", "here", "well")), answer="With a roller.")
    found = by_words(tmp_path / "facts.db", "paint a wall", once, often)

    assert found["once"] > found["often"]


def test_passages_are_credited_by_their_best_units(tmp_path: Path) -> None:
    """They have no phrasings."""
    kiln = club.fact("kiln", answer="Nobody was there. The kiln is fired on Fridays. It rained all day.")
    wheel = club.fact("wheel", answer="The wheel is free on Fridays. It is never hot.")
    found = by_words(tmp_path / "facts.db", "is the kiln fired", kiln, wheel)

    assert found["kiln"] > 2 * found["wheel"]


@given(st.data())
def test_few_steps_come_near_what_the_equations_say(data: st.DataObject) -> None:
    """For texts of length 1, whose likeness to a question is 0 to 1."""
    count, words = data.draw(st.integers(1, 8)), data.draw(st.integers(1, 6))
    weights = st.lists(st.floats(0.05, 1.0), min_size=words, max_size=words)
    matrix = unit([data.draw(weights) for _ in range(count)]).astype(np.float64)
    wanted = np.array(data.draw(st.lists(st.floats(0.0, 1.0), min_size=count, max_size=count)))
    rows, columns = np.nonzero(matrix)
    exact = np.linalg.solve(matrix @ matrix.T + RIDGE * np.eye(count), wanted)

    np.testing.assert_allclose(ridge(Sparse(rows, columns, matrix[rows, columns]), wanted), exact, atol=0.15)


def test_the_centre_of_phrasings_is_nearer_than_each_of_them(read: Question) -> None:
    """What they have in common is what they are about."""
    far = [(fact, False, (-1, 0, fact)) for fact in range(3, 9)]
    table = vectors((1, False, (1, 1, 0)), (1, False, (1, -1, 0)), (2, False, (1, 1, 0)), *far)
    first, second, third = Meaning("asked", read, Placed({"asked": (1, 0, 0)}), [table]).of([1, 2, 3])

    assert first.phrasing == second.phrasing > third.phrasing
    assert first.centre > first.phrasing
    assert second.centre == pytest.approx(second.phrasing)
    assert first.credit > second.credit > third.credit


def test_an_answer_is_no_phrasing_in_meaning(read: Question) -> None:
    """Each has a nearness of its own; a passage has no centre."""
    embedder = Placed({"asked": (1, 0, 0)})
    table = vectors((1, True, (1, 0.1, 0)), (2, False, (0, 1, 0)), (2, True, (0, 0, 1)))
    passage, fact = Meaning("asked", read, embedder, [table]).of([1, 2])

    assert (0.0, 0.0) == (passage.phrasing, passage.centre)
    assert passage.answer > fact.answer


def test_the_facts_of_every_scope_are_found_in_meaning(read: Question) -> None:
    """The shared ones and a server's own; one without vectors is nowhere."""
    embedder = Placed({"asked": (1, 0)})
    shared = vectors((3, False, (0, 1)), (7, False, (1, 0)))
    own = vectors((2, False, (1, 1)), (9, False, (0, -1)))
    meaning = Meaning("asked", read, embedder, [shared, own])

    assert [7, 2] == meaning.nearest()[:2]
    assert [ELSEWHERE, True, True] == [
        near if near == ELSEWHERE else near.phrasing > 0.0 for near in meaning.of([8, 7, 2])
    ]


def test_a_fact_with_thousands_of_phrasings_is_credited_at_once(read: Question) -> None:
    """By its nearest ones: with all of them a question would take minutes."""
    generator = np.random.default_rng(1)
    many = [(fact, False, vector.tolist()) for fact in range(8) for vector in generator.normal(size=(4000, 16))]
    embedder = Placed({"asked": [1.0] * 16})
    found = Meaning("asked", read, embedder, [vectors(*many)]).of(range(8))

    assert TEXTS_CREDITED < 4000
    assert all(near.credit <= 1.0 for near in found)
