"""Fact CSV: a spreadsheet may be opened and saved without harm, and what is written reads back the same."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given

from bot.errors import DocumentError
from bot.facts import Fact, Source
from bot.importers import Defaults, fact_csv
from tests import strategies
from tests.importers import papers


def facts(text: str) -> list[Fact]:
    """What a document of rows holds."""
    return list(fact_csv.read(io.StringIO(text, newline=""), "facts.csv", Defaults()))


def written(some: list[Fact]) -> str:
    """The facts as one document."""
    return "".join(fact_csv.write(some))


def mistake(text: str) -> str:
    """The sentence that a document is refused with."""
    with pytest.raises(DocumentError) as refusal:
        facts(text)
    return str(refusal.value)


@given(strategies.fact_lists())
def test_any_facts_read_back_as_they_were_written(some: list[Fact]) -> None:
    """Whatever the text looks like, writing and reading keep every field and the order."""
    assert strategies.whole(some) == strategies.whole(facts(written(some)))


@given(strategies.fact_lists())
def test_no_cell_is_a_formula(some: list[Fact]) -> None:
    """Whatever a spreadsheet program takes for one."""
    cells = [cell for row in csv.reader(io.StringIO(written(some), newline="")) for cell in row]

    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\uff1d"))]


@pytest.mark.parametrize("answer", ["=1+1", "'=1+1", "''=1", "-3", "@you", "+1", "'tis", "'", "\uff1d1"])
def test_what_looks_like_a_formula_reads_back(answer: str) -> None:
    """Also what looks like one that was made harmless already."""
    some = [Fact("a", ("+1?", "=2?"), answer, Source("T"), locator="p. 1")]

    assert some == facts(written(some))


def test_a_fact_is_a_row_that_a_person_can_edit(tmp_path: Path) -> None:
    """Phrasings are lines of one cell; empty columns may be left out, and empty rows are skipped."""
    text = 'Id,Question,Answer,Title\nx,"How?\nHow so?",So.,Handbook\n,,,\n,,A passage.,\n'
    first, second = papers.facts(tmp_path, "facts.csv", text)

    assert (("How?", "How so?"), "So.", "Handbook", "x") == (
        first.questions,
        first.answer,
        first.source.title,
        first.id,
    )
    assert ((), "A passage.", "facts.csv", "line 5") == (
        second.questions,
        second.answer,
        second.source.title,
        second.locator,
    )


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        ("facts.csv:1: the first row names the columns of facts", "answer,colour\nSo.,red\n"),
        ("facts.csv:2: the row has 3 cells, and there are 2 columns", "id,answer\na,b,c\n"),
        ("facts.csv:2: the answer is empty", "id,answer\na,\n"),
        ('facts.csv:3: the id "a" already names another fact, on line 2', "id,answer\na,b\na,c\n"),
        ("facts.csv: there are no facts in it", "id,answer\n"),
        ("facts.csv:2: the answer holds U+0000", "id,answer\na,b\0c\n"),
    ],
)
def test_a_mistake_is_said_in_one_sentence(expected: str, text: str) -> None:
    """The sentence names the file and the line."""
    assert mistake(text).startswith(expected)
