"""Tables: CSV, TSV, XLSX, records of JSON and YAML."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.importers.papers import answers, asked, facts, mistake

COUNTRIES = "code,name,capital,people\nKE,Kenya,Nairobi,53000000\nIS,Iceland,Reykjavík,370000\nPE,Peru,Lima,33000000\n"
KENYA = "Kenya — code: KE\nKenya — capital: Nairobi\nKenya — people: 53000000"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.csv", COUNTRIES),
        ("a.csv", COUNTRIES.replace(",", ";")),
        ("a.tsv", COUNTRIES.replace(",", "\t")),
        ("a.csv", "\ufeff" + COUNTRIES.replace("\n", "\r\n")),
    ],
)
def test_a_row_says_what_it_is_the_row_of(tmp_path: Path, name: str, text: str) -> None:
    """Whatever the delimiter; the row is counted as a spreadsheet counts it."""
    some = facts(tmp_path, name, text)

    assert (KENYA, "row 2") == (some[0].answer, some[0].locator)
    assert 3 == len(some)


def test_a_workbook_is_read_sheet_by_sheet(tmp_path: Path) -> None:
    """Dates and numbers as a person reads them; a formula by the value that was stored with it."""
    book = openpyxl.Workbook()
    book.properties.title, book.properties.creator = "Prices", "Ann"
    fruit, plants = book.active, book.create_sheet("Plants")
    fruit.title = "Fruit"
    for row in (["name", "price", "since"], ["Apple", 2.0, None], ["Pear", 2.5, None]):
        fruit.append(row)
    fruit["C2"] = __import__("datetime").datetime(2024, 5, 6)
    plants.append(["question", "answer"])
    plants.append(["Do you sell trees?", "Yes, in autumn."])
    file = io.BytesIO()
    book.save(file)
    some = facts(tmp_path, "a.xlsx", file.getvalue())

    assert ["Apple — price: 2\nApple — since: 2024-05-06", "Pear — price: 2.5", "Yes, in autumn."] == answers(some)
    assert ("sheet Fruit, row 2", "Fruit", "Prices", "Ann") == (
        some[0].locator,
        some[0].topic,
        some[0].source.title,
        some[0].source.author,
    )
    assert ("Do you sell trees?",) == some[2].questions


@pytest.mark.parametrize("head", ["Question,Answer,Topic", "frage,antwort,thema", "Q,A,category"])
def test_columns_of_questions_and_answers_are_told_by_their_names(tmp_path: Path, head: str) -> None:
    """In several languages."""
    (fact,) = facts(tmp_path, "a.csv", f'{head}\nWie geht das?,"So:\n- eins, zwei",Hilfe\n')

    assert (("Wie geht das?",), "So:\n- eins, zwei", "Hilfe") == (fact.questions, fact.answer, fact.topic)


def test_remarks_at_the_head_may_name_the_columns(tmp_path: Path) -> None:
    """As in the tables of time zones."""
    text = "# A table\n#\n#codes\tname\tcomments\nAT\tEurope/Vienna\nAU\tAustralia/Hobart\tTasmania\n"

    assert [
        "Europe/Vienna — codes: AT",
        "Australia/Hobart — codes: AU\nAustralia/Hobart — comments: Tasmania",
    ] == answers(facts(tmp_path, "a.tsv", text))


def test_a_table_without_names_of_columns_is_read_all_the_same(tmp_path: Path) -> None:
    """Its first row is a row."""
    assert ["Kenya — Nairobi", "Peru — Lima", "Iceland — Reykjavík"] == answers(
        facts(tmp_path, "a.csv", "Kenya,Nairobi\nPeru,Lima\nIceland,Reykjavík\n")
    )


RECORDS: list[dict[str, Any]] = [
    {"name": "Kenya", "capital": "Nairobi", "size": {"people": 53, "area": 580.5}, "borders": ["ETH", "SOM"]},
    {"name": "Iceland", "capital": "Reykjavík", "island": True},
]
RECORD_ANSWERS = [
    "Kenya — capital: Nairobi\nKenya — size.people: 53\nKenya — size.area: 580.5\nKenya — borders: ETH, SOM",
    "Iceland — capital: Reykjavík\nIceland — island: true",
]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.json", json.dumps(RECORDS)),
        ("a.json", json.dumps({"title": "Countries", "countries": RECORDS})),
        ("a.jsonl", "\n".join(map(json.dumps, RECORDS))),
        (
            "a.json",
            json.dumps({record["name"]: {k: v for k, v in record.items() if k != "name"} for record in RECORDS}),
        ),
        (
            "a.yaml",
            """
- {name: Kenya, capital: Nairobi, size: {people: 53, area: 580.5}, borders: [ETH, SOM]}
- {name: Iceland, capital: Reykjavík, island: true}
""",
        ),
    ],
    ids=["list", "inside", "lines", "by name", "yaml"],
)
def test_records_are_rows_wherever_they_stand(tmp_path: Path, name: str, text: str) -> None:
    """What is inside a record has its own name."""
    assert RECORD_ANSWERS == answers(facts(tmp_path, name, text))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.json", '[{"question": "Who?", "answer": "Me.", "votes": 3}]'),
        ("a.json", '{"faq": [{"question": "Who?", "answer": "Me.", "votes": 3}]}'),
        ("a.json", '{"Who?": "Me.", "Where?": "Here."}'),
        ("a.json", '[{"question": "Who?", "answer": "Me."}]'),
        ("a.jsonl", '{"question": "Who?", "answer": "Me.", "votes": 3}'),
        ("a.yml", "- question: Who?\n  answer: Me.\n"),
    ],
)
def test_records_of_questions_and_answers_are_such(tmp_path: Path, name: str, text: str) -> None:
    """As facts, or with columns that facts do not have."""
    assert "Me." == asked(facts(tmp_path, name, text))["Who?"]


MISTAKES = [
    ("a.json", "[1, 2", "1: malformed JSON at column 6: Expecting ',' delimiter"),
    ("a.json", "[" * 100_000, "malformed JSON: it is nested too deep, or a number is too long"),
    ("a.json", "[]", "there are no facts in it"),
    ("a.json", '[{"answer": "a"}, {"anwser": "b"}]', '"anwser" is no key of a fact'),
    ("a.yaml", "a: [1", "malformed YAML"),
    ("a.yaml", "[" * 200, "1: it is nested deeper than 100"),
    ("a.yaml", "a: &x [1]\nb: *x\n", "2: it uses aliases (*name), which are not read"),
    ("a.yaml", "a: !!python/object/apply:os.getcwd []", "1: malformed YAML: could not determine a constructor"),
    ("a.csv", "", "there are no rows in it"),
    (
        "a.csv",
        'a,b\n"' + "x\n" * 100_001,
        "2: the row goes on for more than 100,000 lines: a quotation mark is not closed",
    ),
    ("a.csv", 'a,b\n"' + "x" * 1_048_577 + '",', "2: the row cannot be read"),
    ("a.xlsx", "PK", "this is no XLSX workbook, a damaged one, or one that is locked with a password"),
]


@pytest.mark.parametrize(("name", "text", "expected"), MISTAKES)
def test_a_table_that_cannot_be_read_is_refused_in_one_sentence(
    tmp_path: Path, name: str, text: str, expected: str
) -> None:
    """With its place, where it has one."""
    assert expected in mistake(tmp_path, name, text)
