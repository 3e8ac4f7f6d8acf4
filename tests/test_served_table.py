"""The table that a bot serves is one that it can write, and one of its own version."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from bot.commands.common import served_table, table_path
from bot.settings import Settings
from bot.store.reading import FactTable
from bot.store.version import FILE_VERSION
from tests import club
from tests.conftest import write_table

if TYPE_CHECKING:
    import pytest


def test_the_table_that_ships_is_copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """So that a server's settings are not kept in the program's own folder."""
    monkeypatch.chdir(tmp_path)
    shipped = table_path(Settings(), None)
    served = served_table(Settings(), None)

    assert (Path("facts.db"), shipped.read_bytes()) == (served, served.read_bytes())
    assert served_table(Settings(), None) == served


def test_a_table_that_is_named_stays_where_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By option or by setting."""
    monkeypatch.chdir(tmp_path)
    path = write_table(tmp_path / "club.db", club.FACTS)

    assert [path, path] == [served_table(Settings(), path), served_table(Settings(table=path), None)]
    assert not Path("facts.db").exists()


def test_a_table_of_an_older_program_is_brought_up_to_date(tmp_path: Path) -> None:
    """A new image of the container finds the old one's table."""
    path = write_table(tmp_path / "club.db", club.FACTS)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {FILE_VERSION - 1}")

    with FactTable(served_table(Settings(), path)) as table:
        assert list(club.FACTS) == list(table.facts())
