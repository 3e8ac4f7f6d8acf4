"""What Datasette is told about a fact table is so."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

import bot

TOLD: dict[str, Any] = json.loads((Path(bot.__file__).parent / "datasette.json").read_text(encoding="utf-8"))
(DATABASE,) = TOLD["databases"].values()


@pytest.fixture
def table(club_path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(f"{club_path.as_uri()}?mode=ro", uri=True)) as connection:
        yield connection


def columns(table: sqlite3.Connection, name: str) -> set[str]:
    return {row[1] for row in table.execute(f"PRAGMA table_info([{name}])")}


def test_every_table_and_column_that_it_names_is_there(table: sqlite3.Connection) -> None:
    for name, told in DATABASE["tables"].items():
        known = columns(table, name)
        assert known, name
        named = {*told.get("columns", ()), *told.get("sortable_columns", ()), *told.get("facets", ())}
        named |= {told[key] for key in ("label_column", "sort", "sort_desc") if key in told}
        assert named <= known, (name, named - known)


def test_it_hides_what_is_made_for_the_program(table: sqlite3.Connection) -> None:
    names = {name for (name,) in table.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")}
    hidden = {name for name, told in DATABASE["tables"].items() if told.get("hidden")}
    assert {name for name in names if name.startswith(("index_", "_"))} <= hidden
    assert not {"fact_list", "facts", "phrasings", "sources", "packs"} & hidden


def test_it_knows_the_table_by_the_name_that_an_import_gives_it() -> None:
    assert ["facts"] == list(TOLD["databases"])


@pytest.mark.parametrize("name", DATABASE["queries"])
def test_every_query_runs(table: sqlite3.Connection, name: str) -> None:
    told = DATABASE["queries"][name]
    assert set(re.findall(r":(\w+)", told["sql"])) == set(told.get("params", ()))
    found = table.execute(told["sql"], dict.fromkeys(told.get("params", ()), "Club")).fetchall()
    assert bool(found) == (name != "facts_to_look_at")
