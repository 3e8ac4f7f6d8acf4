"""What is kept of a person can be seen and deleted, and nothing is kept longer than it is needed."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.curation.changes import add
from bot.curation.desk import Curation
from bot.curation.drafting import Post
from bot.curation.values import Waiting
from bot.servers import ServerSettings
from bot.store import history, retention
from bot.store.receipts import Receipt
from tests import club
from tests.curating import CURATOR, HERE, MANAGER, MEMBER, POOL, SAUNA, SPOT, THERE


def rows_of(path: Path, scope: int) -> dict[str, int]:
    """How many rows each table has of a server, by the table's name; tables that do not say whose their rows are left
    out."""
    with closing(sqlite3.connect(path)) as connection:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        columns = {name: connection.execute(f"PRAGMA table_info({name})").fetchall() for name in tables}
        scoped = [name for name, described in columns.items() if any(row[1] == "scope" for row in described)]
        count = "SELECT count(*) FROM {} WHERE scope = ?"
        return {name: connection.execute(count.format(name), (scope,)).fetchone()[0] for name in scoped}


@pytest.fixture
def lived(curation: Curation) -> Curation:
    """Something of every kind was done by a member and a curator, in two servers."""
    for scope in (HERE, THERE):
        waiting = curation.submit(scope, MEMBER, add(SAUNA), SPOT)
        assert isinstance(waiting, Waiting)
        curation.review.accept(scope, CURATOR, waiting.proposal.number)
        curation.submit(scope, MEMBER, add(POOL), SPOT)
        curation.review.report(scope, MEMBER, SPOT, handle=club.FEE.handle, version=1, wrong="zeppelin wrong")
        curation.gaps.ask(scope, MEMBER, SPOT, "zeppelin question")
        curation.gaps.count(scope, "zeppelin")
        curation.receipts.note([Receipt(scope, 600, 500, club.FEE.handle, 1, MEMBER.user)], {(scope, "found"): 1})
        curation.labels.add(scope, CURATOR, club.FEE.title, "fee")
        curation.servers.change(scope, MANAGER, ServerSettings(digest=True, log_channel=700))
    curation.servers.queue_digests()
    return curation


def test_a_person_sees_all_that_is_kept_of_them(lived: Curation) -> None:
    assert {"proposals": 6, "questions": 2, "notices": 2, "answers": 2} == lived.privacy.kept(MEMBER.user)
    assert {"changes": 2, "decisions": 2, "labelled questions": 2} == lived.privacy.kept(CURATOR.user)
    assert {} == lived.privacy.kept(99)
    exported = json.loads(lived.privacy.export(MEMBER.user))
    assert {HERE, THERE} == {row["scope"] for rows in exported.values() for row in rows}


def test_who_is_forgotten_is_nowhere_and_what_they_did_stands(lived: Curation, club_copy: Path) -> None:
    """What they wrote and nobody accepted is in no byte of the file."""
    lived.privacy.forget(MEMBER.user)
    lived.privacy.forget(CURATOR.user)
    lived.servers.sweep()

    assert ({}, {}) == (lived.privacy.kept(MEMBER.user), lived.privacy.kept(CURATOR.user))
    assert history.FORMER == lived.facts.history(HERE)[0].person
    assert SAUNA.answer == lived.facts.search(HERE, "sauna")[0].answer
    assert 0 == lived.review.page(HERE, CURATOR).total
    assert () == lived.gaps.page(HERE, CURATOR).groups
    lived.close()
    stored = club_copy.read_bytes()
    assert [] == [words for words in (b"zeppelin", b"Two metres", b"swimming") if words in stored]


def test_who_is_forgotten_and_comes_back_is_somebody_new(lived: Curation) -> None:
    lived.privacy.forget(MEMBER.user)
    lived.gaps.ask(HERE, MEMBER, SPOT, "another question")

    assert {"questions": 1} == lived.privacy.kept(MEMBER.user)


def test_what_was_kept_long_enough_goes(lived: Curation, monkeypatch: pytest.MonkeyPatch) -> None:
    """Receipts, counts and what was said after the server's retention; open questions and old decisions later."""
    lived.servers.change(HERE, MANAGER, ServerSettings(retention_days=60))

    def days_later(days: int) -> None:
        moment = datetime.now(UTC) + timedelta(days=days)
        ago = lambda past: (moment - timedelta(days=past)).isoformat(timespec="seconds")  # noqa: E731
        monkeypatch.setattr(retention, "_days_ago", ago)
        lived.servers.sweep()

    days_later(31)
    assert ((), 1) == (lived.receipts.of(THERE, 600), len(lived.receipts.of(HERE, 600)))
    assert 1 == lived.gaps.page(HERE, CURATOR).total
    days_later(181)
    assert ((), 0) == (lived.receipts.of(HERE, 600), lived.gaps.page(HERE, CURATOR).total)
    assert ["open", "open"] == [one.state for one in lived.review.page(HERE, CURATOR, state="").items]
    assert 1 == len(lived.facts.history(HERE))


def test_nothing_is_left_of_a_server_that_was_left(
    lived: Curation, club_copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In no table that says whose its rows are."""
    for scope in (HERE, THERE):
        lived.drafts.keep(scope, CURATOR, {"change": {}})
        lived.posts.put(Post(scope, 1, 2, 3))
    lived.servers.left(THERE)
    monkeypatch.setattr(retention, "GRACE_DAYS", 0)
    assert [THERE] == lived.servers.sweep()
    here, left = rows_of(club_copy, HERE), rows_of(club_copy, THERE)

    assert {"proposals", "gap_questions", "gap_counts", "outbox", "labelled", "receipts", "tallies", "clocks"} <= set(
        left
    )
    assert {} == {name: count for name, count in left.items() if count}
    assert {"hidden"} == {name for name, count in here.items() if not count}


def test_a_server_that_is_back_in_time_keeps_all(lived: Curation) -> None:
    lived.servers.left(THERE)
    lived.servers.back(THERE)
    assert [] == lived.servers.sweep()

    assert 1 == len(lived.facts.history(THERE))


def test_a_server_that_was_left_while_nobody_looked_is_noticed(
    curation: Curation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Though it never settled anything."""
    curation.submit(HERE, CURATOR, add(SAUNA))
    curation.submit(THERE, CURATOR, add(SAUNA))
    curation.servers.present([HERE])
    monkeypatch.setattr(retention, "GRACE_DAYS", 0)

    assert [THERE] == curation.servers.sweep()
    assert (1, 0) == tuple(curation.facts.page(scope, own=True).total for scope in (HERE, THERE))
