"""Whenever the program is killed, what was acknowledged is there, whole; and two programs write in turn."""

from __future__ import annotations

import random
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from bot.curation.changes import add
from bot.curation.desk import Curation
from bot.curation.values import Kept
from bot.curation.writer import Writer
from bot.errors import BusyError, TableError
from bot.store.writing import FactStore
from tests import club
from tests.conftest import MakeTable
from tests.curating import CURATOR, HERE, MEMBER, POOL, SAUNA, SPOT
from tests.test_store import index

LIFE = """
import sys, threading, time
from dataclasses import replace
from pathlib import Path
from bot.curation.changes import add, edit, hide, remove, show, undo
from bot.curation.desk import Curation
from bot.store.receipts import Receipt
from tests import club
from tests.curating import *

def die():
    time.sleep(float(sys.argv[2]))
    import os, signal
    os.kill(os.getpid(), signal.SIGKILL)

def say(*what):
    print(*what, flush=True)

with Curation(Path(sys.argv[1])) as desk:
    threading.Thread(target=die, daemon=True).start()
    n = int(sys.argv[3])
    while True:
        n += 1
        draft = replace(SAUNA, questions=(f"Where is cabin {n}?",), answer=f"Behind {n}.")
        say("fact", desk.submit(HERE, CURATOR, add(draft)).fact.handle)
        number = desk.submit(HERE, MEMBER, add(replace(draft, answer=f"Before {n}.")), SPOT).proposal.number
        say("open", number)
        desk.review.refuse(HERE, CURATOR, number, "no")
        say("refused", number)
        number = desk.submit(HERE, MEMBER, add(replace(draft, answer=f"Above {n}.")), SPOT).proposal.number
        say("accepted", number, desk.review.accept(HERE, OTHER_CURATOR, number).fact.handle)
        gap = desk.gaps.ask(HERE, MEMBER, SPOT, f"moon{n} zeppelin{n}")
        say("gap", gap)
        desk.gaps.count(HERE, f"moon{n}")
        report = desk.review.report(HERE, OTHER_MEMBER, SPOT, handle=club.LASER.handle, version=n).proposal.number
        say("open", report)
        desk.receipts.note([Receipt(HERE, n, 500, club.LASER.handle, 1, 5)])
        say("receipt", n)
        hidden = desk.submit(HERE, CURATOR, hide(club.FEE.handle)).number
        say("change", hidden)
        say("change", desk.submit(HERE, CURATOR, undo(hidden)).number)
        say("label", desk.labels.add(HERE, CURATOR, f"label {n}", None))
        desk.outbox.claim(1)
        file = f"---\\ntitle: R\\n---\\n\\n## Rule {n}?\\n\\nYes.\\n"
        desk.exchange.load(HERE, CURATOR, f"pack{n}.md", file.encode())
        say("pack", n)
        desk.privacy.forget(OTHER_MEMBER.user)
"""


@pytest.mark.parametrize("seed", range(3))
def test_a_kill_at_any_time_loses_nothing_that_was_acknowledged(club_copy: Path, seed: int) -> None:
    """Killed twice, each time somewhere in the middle of some write."""
    chance = random.Random(seed)  # noqa: S311
    said: list[list[str]] = []
    for life in range(2):
        command = [sys.executable, "-c", LIFE, str(club_copy), str(chance.uniform(0.05, 0.5)), str(life * 1000)]
        ended = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
        assert (-9, "") == (ended.returncode, ended.stderr)
        said += [line.split() for line in ended.stdout.splitlines(keepends=True) if line.endswith("\n")]
    with closing(sqlite3.connect(club_copy)) as connection:
        assert [("ok",)] == connection.execute("PRAGMA integrity_check").fetchall()
        assert [] == connection.execute("PRAGMA foreign_key_check").fetchall()
    states: dict[int, str] = {}
    with Curation(club_copy) as desk:
        facts = {one.fact.handle for one in desk.facts.page(HERE, limit=1000, own=True).items}
        gaps = {one.number for group in desk.gaps.page(HERE, CURATOR, limit=1000).groups for one in group.questions}
        changes = {entry.number for entry in desk.facts.history(HERE, limit=1000)}
        labels = {one.number for one in desk.labels.page(HERE, limit=1000).items}
        rules = {fact.title for fact in desk.facts.search(HERE, "rule", 100)}
        for what, value, *made in said:
            assert facts.issuperset(made)
            match what:
                case "fact":
                    assert value in facts
                case "gap":
                    assert int(value) in gaps
                case "change":
                    assert int(value) in changes
                case "label":
                    assert int(value) in labels
                case "receipt":
                    assert desk.receipts.of(HERE, int(value))
                case "pack":
                    assert f"Rule {value}?" in rules
                case _:
                    states[int(value)] = what
        for number, state in states.items():
            found = desk.review.get(HERE, CURATOR, number).state
            assert found in ({"open", "refused", "withdrawn"} if state == "open" else {state})
        refused = desk.review.page(HERE, CURATOR, state="refused", limit=1000).items
        desk.outbox.release()
        owed = {one.payload["proposal"] for one in desk.outbox.claim(1000) if one.kind == "refused"}
        assert {one.number for one in refused} == owed
    assert_index_is_whole(club_copy)


def assert_index_is_whole(path: Path) -> None:
    """The word index is what it would be were it made anew."""
    before = index(path)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 1")
    with FactStore(path):
        pass
    assert before == index(path)


def test_while_another_program_writes_one_sentence_says_so(club_copy: Path) -> None:
    """And nothing was half done; a moment later it goes."""
    with FactStore(club_copy) as other, Curation(club_copy, busy_seconds=0.05) as desk:
        with other.transaction():
            other.replace_pack("club", club.FACTS[:3])
            with pytest.raises(BusyError, match="is being written by another program; try again in a moment"):
                desk.submit(HERE, CURATOR, add(SAUNA))
        assert isinstance(desk.submit(HERE, CURATOR, add(SAUNA)), Kept)
        assert 4 == desk.facts.page(HERE).total


def test_an_import_in_another_process_and_curators_take_turns(club_copy: Path, tmp_path: Path) -> None:
    """What either wrote is there at the end."""
    file = tmp_path / "rules.md"
    file.write_text("".join(f"## What says rule {n}?\n\nThat {n} is right.\n\n" for n in range(300)), encoding="utf-8")
    command = [sys.executable, "-m", "bot", "import", str(file), "--db", str(club_copy)]
    with Curation(club_copy, busy_seconds=30) as desk, subprocess.Popen(command, stdout=subprocess.PIPE) as importing:
        made = 0
        while importing.poll() is None or made < 2:
            made += 1
            desk.submit(HERE, CURATOR, add(POOL.__class__((f"cabin {made}?",), "Yes.", source=POOL.source)))
            time.sleep(0.05)
        assert 0 == importing.returncode
        assert (310 + made, made) == (desk.facts.page(HERE).total, desk.facts.page(HERE, own=True).total)


def test_what_is_kept_is_kept_in_the_file_that_has_the_name_now(club_copy: Path, make_table: MakeTable) -> None:
    """Tools save beside a file and rename; what is written afterwards must not go to the old one."""
    other = make_table(club.FEE, name="other.db")
    with Curation(club_copy) as desk:
        desk.submit(HERE, CURATOR, add(SAUNA))
        other.replace(club_copy)
        assert 1 == desk.facts.page(HERE).total
        desk.submit(HERE, CURATOR, add(POOL))
        with Curation(club_copy) as again:
            assert 2 == again.facts.page(HERE).total
        club_copy.unlink()
        with pytest.raises(TableError, match="there is no fact table at"):
            desk.submit(HERE, CURATOR, add(SAUNA))


def test_the_thread_that_writes_serves_all_others(club_copy: Path) -> None:
    with Writer(club_copy) as writer:
        begun = [writer.begin(lambda desk, n=n: desk.gaps.ask(HERE, MEMBER, SPOT, f"moon{n}")) for n in range(3)]  # type: ignore[misc]
        assert [1, 2, 3] == [future.result() for future in begun]
        assert 3 == writer.do(lambda desk: desk.gaps.page(HERE, CURATOR)).total


def test_a_file_that_cannot_be_written_is_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "facts.db").write_text("no table", encoding="utf-8")
    with pytest.raises(TableError):
        Writer(tmp_path / "facts.db")
