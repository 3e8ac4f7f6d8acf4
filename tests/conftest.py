"""Fact tables made of a few facts, in a folder of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from shutil import copy

import pytest
from hypothesis import HealthCheck, settings

from bot.answering import Answerer
from bot.curation.desk import Curation
from bot.facts import Fact
from bot.store.reading import FactTable
from bot.store.writing import FactStore
from tests import club

# How long a thing takes is measured elsewhere: a busy machine fails no test.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")

MakeTable = Callable[..., Path]
MakeAnswerer = Callable[..., Answerer]


def write_table(path: Path, facts: tuple[Fact, ...], pack: str = "club") -> Path:
    """A table of these facts as one pack; one that is there gets the pack added or replaced."""
    with FactStore(path) as store:
        store.replace_pack(pack, facts)
    return path


@pytest.fixture
def make_table(tmp_path: Path) -> MakeTable:
    """make_table(*facts, name="facts.db", pack="club"): the path of a table that holds them."""

    def make(*facts: Fact, name: str = "facts.db", pack: str = "club") -> Path:
        return write_table(tmp_path / name, facts, pack)

    return make


@pytest.fixture
def make_answerer(make_table: MakeTable) -> Iterator[MakeAnswerer]:
    """make_answerer(*facts): an Answerer on a new table that holds them, closed after the test."""
    with ExitStack() as stack:
        count = 0

        def make(*facts: Fact) -> Answerer:
            nonlocal count
            count += 1
            return Answerer(stack.enter_context(FactTable(make_table(*facts, name=f"table-{count}.db"))))

        yield make


@pytest.fixture(scope="session")
def club_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The club's table; only to be read."""
    return write_table(tmp_path_factory.mktemp("club") / "facts.db", club.FACTS)


@pytest.fixture(scope="session")
def answerer(club_path: Path) -> Iterator[Answerer]:
    """An Answerer on the club's table."""
    with FactTable(club_path) as table:
        yield Answerer(table)


@pytest.fixture
def club_copy(club_path: Path, tmp_path: Path) -> Path:
    """The club's table, to be written."""
    return Path(copy(club_path, tmp_path / "facts.db"))


@pytest.fixture
def curation(club_copy: Path) -> Iterator[Curation]:
    """Curation on the club's table, which all servers share."""
    with Curation(club_copy) as desk:
        yield desk
