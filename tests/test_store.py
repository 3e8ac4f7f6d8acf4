"""The fact table: what is written is kept whole, what is read is in step, and nobody else's file is touched."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path
from shutil import copy
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from bot.answering import Answerer
from bot.answers import Unknown
from bot.errors import TableError
from bot.facts import SHARED, Fact, Source
from bot.store import fact_words
from bot.store.candidates import CandidateFinder
from bot.store.opening import open_read_only
from bot.store.packs import Changes
from bot.store.reading import FactTable
from bot.store.schema import migrations
from bot.store.version import APPLICATION_ID, FILE_VERSION
from bot.store.writing import FactStore
from tests import club, strategies
from tests.conftest import MakeTable, write_table

QUESTIONS = [question for fact in club.FACTS for question in fact.questions]


def dump(path: Path) -> list[Any]:
    """Every row of every table of a file but the time of import."""
    connection = sqlite3.connect(path)
    names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY 1")]
    rows = [
        (name, *(row[:3] if name == "packs" else row))
        for name in names
        for row in connection.execute(f"SELECT * FROM {name}")  # noqa: S608
    ]
    connection.close()
    return rows


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A table without facts, to be copied: making one takes longer than filling it."""
    return write_table(tmp_path_factory.mktemp("empty") / "facts.db", (), "one")


def load(path: Path, *facts: Fact, pack: str = "club") -> Changes:
    """The pack replaced by these facts."""
    with FactStore(path) as store:
        return store.replace_pack(pack, facts)


def stored(path: Path) -> list[Fact]:
    """All facts of a table, in its order."""
    with FactTable(path) as table:
        return list(table.facts())


def test_what_was_written_is_read(make_table: MakeTable) -> None:
    """Every field of every fact, in the order given."""
    assert list(club.FACTS) == stored(make_table(*club.FACTS))


@settings(max_examples=30, deadline=None)
@given(strategies.fact_lists())
def test_any_facts_are_read_as_they_were_written(empty: Path, facts: list[Fact]) -> None:
    """Whatever characters they hold."""
    with TemporaryDirectory() as folder:
        path = Path(copy(empty, f"{folder}/facts.db"))
        load(path, *facts)

        assert facts == stored(path)


def test_importing_twice_changes_nothing(make_table: MakeTable) -> None:
    """Not a row, not a number, not a place in the index."""
    before = dump(make_table(*club.FACTS))

    assert before == dump(make_table(*club.FACTS))


def test_importing_twice_counts_all_as_unchanged(make_table: MakeTable) -> None:
    """So that a person sees that nothing happened."""
    path = make_table(*club.FACTS)

    assert Changes(unchanged=len(club.FACTS)) == load(path, *club.FACTS)


def test_each_kind_of_change_is_counted(make_table: MakeTable) -> None:
    """Two stay, one is said otherwise, one is gone, one is new."""
    path = make_table(club.OPENING, club.FEE, club.LASER, club.COURSE)
    dearer = replace(club.FEE, answer="Membership costs 50 euros.")

    assert Changes(added=1, changed=1, retired=1, unchanged=2) == load(
        path, club.OPENING, dearer, club.LASER, club.PARKING
    )


@pytest.mark.parametrize(
    "changed",
    [
        replace(club.FEE, answer="Nothing."),
        replace(club.FEE, questions=("How much does membership cost each year?",)),
        replace(club.FEE, questions=club.FEE.questions[::-1]),
        replace(club.FEE, topic="Money"),
        replace(club.FEE, locator="page 2"),
        replace(club.FEE, quote="40 euros"),
        replace(club.FEE, source=replace(club.HANDBOOK, published="April 2024")),
    ],
    ids=["answer", "one question less", "order of questions", "topic", "locator", "quote", "source"],
)
def test_a_change_of_any_field_is_kept(make_table: MakeTable, changed: Fact) -> None:
    """The id stays, the fact is the new one."""
    path = make_table(club.OPENING, club.FEE)
    load(path, club.OPENING, changed)

    assert [club.OPENING, changed] == stored(path)


def test_a_new_order_is_kept(make_table: MakeTable) -> None:
    """Though no fact has changed."""
    path = make_table(*club.FACTS)
    load(path, *reversed(club.FACTS))

    assert list(reversed(club.FACTS)) == stored(path)


def test_packs_stand_side_by_side(make_table: MakeTable) -> None:
    """Replacing one leaves the other."""
    make_table(club.OPENING, pack="visits")
    path = make_table(club.FEE, pack="money")
    load(path, club.LASER, pack="money")

    assert [club.LASER, club.OPENING] == stored(path)


def test_one_pack_can_be_read_alone(make_table: MakeTable) -> None:
    """By its name."""
    make_table(club.OPENING, pack="visits")
    with FactTable(make_table(club.FEE, pack="money")) as table:
        facts = list(table.facts("visits"))

    assert [club.OPENING] == facts


def test_a_removed_pack_is_gone(make_table: MakeTable) -> None:
    """Its name too."""
    make_table(club.OPENING, pack="visits")
    path = make_table(club.FEE, club.LASER, pack="money")
    with FactStore(path) as store:
        store.remove_pack("money")
    with FactTable(path) as table:
        left = [(name, count) for name, count, _ in table.packs()]

    assert [("visits", 1)] == left


def test_a_pack_that_is_not_there_cannot_be_removed(make_table: MakeTable) -> None:
    """The sentence names it."""
    with FactStore(make_table(club.FEE)) as store, pytest.raises(TableError, match='no pack "money"'):
        store.remove_pack("money")


def test_an_id_belongs_to_one_pack(make_table: MakeTable) -> None:
    """Other content under the same id in another pack is refused, and the id is named."""
    path = make_table(club.FEE, pack="money")

    with pytest.raises(TableError, match='"fee" stands in the pack "money"'):
        load(path, replace(club.FEE, answer="Nothing."), pack="other")


def test_an_id_comes_once_in_a_pack(make_table: MakeTable) -> None:
    """Else one of the two would be lost without a word."""
    path = make_table(club.OPENING)

    with pytest.raises(TableError, match='"fee"'):
        load(path, club.FEE, replace(club.FEE, answer="Nothing."))


def failing(*facts: Fact) -> Iterator[Fact]:
    """A document that breaks off."""
    yield from facts
    raise LookupError


def test_an_import_that_fails_leaves_the_table_as_it_was(make_table: MakeTable) -> None:
    """Facts and index, byte for byte as rows."""
    path = make_table(*club.FACTS[:4])
    before = dump(path)
    with FactStore(path) as store, pytest.raises(LookupError):
        store.replace_pack("club", failing(*club.FACTS[2:]))

    assert before == dump(path)


def test_an_import_that_fails_leaves_no_file(tmp_path: Path) -> None:
    """Nor a journal, where there was none before."""
    with FactStore(tmp_path / "facts.db") as store, pytest.raises(LookupError):
        store.replace_pack("club", failing(*club.FACTS))

    assert [] == list(tmp_path.iterdir())


def test_a_table_can_be_used_after_an_import_that_failed(make_table: MakeTable) -> None:
    """The next one on the same store does its work."""
    path = make_table(club.FEE)
    with FactStore(path) as store:
        with pytest.raises(LookupError):
            store.replace_pack("club", failing(club.OPENING, club.LASER))
        store.replace_pack("club", [club.OPENING])

    assert [club.OPENING] == stored(path)


def test_several_packs_in_one_transaction_fail_together(make_table: MakeTable) -> None:
    """Nothing of the first is kept when the second breaks off."""
    path = make_table(club.FEE)
    with FactStore(path) as store, suppress(LookupError), store.transaction():
        store.replace_pack("first", [club.OPENING])
        store.replace_pack("second", failing(club.LASER))

    assert [club.FEE] == stored(path)


@pytest.fixture
def foreign(tmp_path: Path) -> Path:
    """Somebody else's SQLite file."""
    path = tmp_path / "photos.db"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE facts (photo TEXT)")
    connection.execute("INSERT INTO facts VALUES ('mother')")
    connection.commit()
    connection.close()
    return path


def test_a_foreign_file_is_not_written(foreign: Path) -> None:
    """Though it has a table called facts."""
    with pytest.raises(TableError, match=r"photos\.db is not a fact table"):
        FactStore(foreign)


def test_a_foreign_file_is_left_as_it_was(foreign: Path) -> None:
    """To the byte, and no other file beside it."""
    before = foreign.read_bytes()
    with pytest.raises(TableError):
        FactStore(foreign)

    assert ([foreign], before) == (list(foreign.parent.iterdir()), foreign.read_bytes())


def test_a_foreign_file_is_not_asked(foreign: Path) -> None:
    """The sentence names it."""
    with pytest.raises(TableError, match=r"photos\.db is not a fact table"):
        FactTable(foreign)


@pytest.mark.parametrize("opened", [FactStore, FactTable])
@pytest.mark.parametrize("content", [b"# Not a table\n" * 100, b"SQLite format 3\0" + b"\xff" * 5000])
def test_a_file_that_is_no_database_is_refused(tmp_path: Path, opened: type, content: bytes) -> None:
    """In one sentence, and left as it was."""
    path = tmp_path / "facts.db"
    path.write_bytes(content)
    with pytest.raises(TableError) as refusal:
        opened(path)

    assert (1, content) == (len(str(refusal.value).splitlines()), path.read_bytes())


@pytest.mark.parametrize("opened", [FactStore, FactTable])
def test_a_table_of_a_newer_program_is_refused(make_table: MakeTable, opened: type) -> None:
    """It may hold what this one would lose."""
    path = make_table(club.FEE)
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA user_version = {FILE_VERSION + 1}")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(TableError, match="newer factbot"):
        opened(path)

    assert before == path.read_bytes()


def test_a_table_of_an_older_program_keeps_its_facts(tmp_path: Path) -> None:
    """The schema that had no scopes is brought to this one, and answers."""
    path = tmp_path / "old.db"
    with closing(sqlite3.connect(path)) as connection:
        migrations.apply(Database(connection), stop_before="m004_scopes")
        for name, values in (
            ("packs", ("club", "2026-01-01T00:00:00+00:00")),
            ("sources", (1, "Club handbook", "The committee", "", "March 2024", "https://c.example")),
            ("facts", (3, "fee", club.FEE.handle, "club", 0, "Money", "40 euros.", 1, "p. 2", "", "x")),
            ("phrasings", (5, 3, 0, "How much is it?")),
        ):
            connection.execute(f"INSERT INTO {name} VALUES ({', '.join('?' * len(values))})", values)  # noqa: S608
        connection.commit()
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute("PRAGMA user_version = 3001")
    with pytest.raises(TableError, match="factbot upgrade"):
        FactTable(path)
    FactStore(path).close()
    with FactTable(path) as table:
        answer = Answerer(table).ask("How much is it?")
        packs = [(pack.name, pack.facts) for pack in table.packs()]

    source = Source("Club handbook", "The committee", published="March 2024", url="https://c.example")
    expected = Fact("fee", ("How much is it?",), "40 euros.", source, topic="Money", locator="p. 2")
    assert ([expected], [("club", 1)]) == ([match.fact for match in answer.matches], packs)


def test_a_table_that_is_missing_is_named(tmp_path: Path) -> None:
    """With the command that makes one; asking makes none."""
    path = tmp_path / "nothing.db"
    with pytest.raises(TableError, match=r"no fact table at .*nothing\.db; `factbot import"):
        FactTable(path)

    assert not path.exists()


@pytest.mark.parametrize("opened", [FactStore, FactTable])
def test_a_folder_is_no_table(tmp_path: Path, opened: type) -> None:
    """One sentence."""
    with pytest.raises(TableError):
        opened(tmp_path)


def test_a_table_is_not_made_in_a_folder_that_is_missing(tmp_path: Path) -> None:
    """The folder is named."""
    with pytest.raises(TableError, match="there is no folder"):
        FactStore(tmp_path / "no" / "facts.db")


@pytest.mark.parametrize("name", ["a b.db", "50%.db", "what?.db", "a#b.db", "事实.db", "quote's.db", "x&mode=rw.db"])
def test_a_file_may_have_any_name(make_table: MakeTable, name: str) -> None:
    """Though it is opened by an address, in which such characters mean something."""
    assert [club.FEE] == stored(make_table(club.FEE, name=name))


@pytest.mark.parametrize(
    "statement",
    ["DELETE FROM facts", "DROP TABLE facts", "INSERT INTO packs VALUES (9, 0, 'x', '')", "PRAGMA user_version = 9"],
)
def test_who_asks_can_write_nothing(make_table: MakeTable, statement: str) -> None:
    """SQLite itself refuses."""
    connection = open_read_only(make_table(club.FEE))
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        connection.execute(statement)
    connection.close()


def test_a_table_can_be_read_that_may_not_be_written(make_table: MakeTable) -> None:
    """A file system mounted read-only is no hindrance."""
    path = make_table(club.FEE)
    path.chmod(0o444)
    path.parent.chmod(0o555)
    try:
        facts = stored(path)
    finally:
        path.parent.chmod(0o755)

    assert [club.FEE] == facts


@settings(max_examples=100, deadline=None)
@example("\ud800")
@example("' OR 1=1 --")
@example("\0")
@given(strategies.any_text())
def test_any_string_is_a_safe_handle(club_path: Path, some: str) -> None:
    """A button's data comes from outside; one that is no handle finds nothing, and nothing is raised."""
    with FactTable(club_path) as table:
        found = table.fact(some)

    assert found is None


def test_a_fact_is_found_by_its_handle(club_path: Path) -> None:
    """As a button carries it."""
    with FactTable(club_path) as table:
        found = table.fact(club.LASER.handle)

    assert club.LASER == found


def test_who_asks_sees_what_another_connection_wrote(make_table: MakeTable) -> None:
    """With the next question; what was kept in memory is dropped."""
    path = make_table(club.OPENING)
    with FactTable(path) as table:
        answerer = Answerer(table)
        before = [match.fact for match in answerer.ask("Who founded the club?").matches]
        load(path, club.OPENING, club.FOUNDER)
        after = answerer.ask("Who founded the club?").matches[0].fact

    assert (False, club.FOUNDER) == (club.FOUNDER in before, after)


def test_an_answer_that_was_changed_is_given_as_it_is_now(make_table: MakeTable) -> None:
    """Not as it was when it was asked for first."""
    path = make_table(*club.FACTS)
    dearer = replace(club.FEE, answer="Membership costs 50 euros.")
    with FactTable(path) as table:
        answerer = Answerer(table)
        answerer.ask(club.FEE.title)
        load(path, dearer, *(fact for fact in club.FACTS if fact is not club.FEE))
        now = answerer.ask(club.FEE.title).matches[0].answer

    assert "Membership costs 50 euros." == now


def test_a_fact_that_was_retired_is_not_offered_again(make_table: MakeTable) -> None:
    """Not from memory either."""
    path = make_table(*club.FACTS)
    with FactTable(path) as table:
        answerer = Answerer(table)
        answerer.ask(club.FEE.title)
        load(path, *(fact for fact in club.FACTS if fact is not club.FEE))
        now = [match.fact for match in answerer.ask(club.FEE.title).matches]

    assert club.FEE not in now


def test_questions_in_parallel_get_the_answers_that_they_get_in_series(club_path: Path) -> None:
    """Two hundred questions, sixteen threads."""
    questions = QUESTIONS * 10
    with FactTable(club_path) as table:
        answerer = Answerer(table)
        expected = [answerer.ask(question) for question in questions]
        with ThreadPoolExecutor(16) as pool:
            answers = list(pool.map(answerer.ask, questions))

    assert expected == answers


def test_who_asks_during_an_import_gets_the_old_answers(make_table: MakeTable) -> None:
    """Until all of it is written, and without waiting."""
    path = make_table(*club.FACTS)
    during = []

    def slowly() -> Iterator[Fact]:
        for number in range(3000):
            yield club.fact(f"n{number}", f"Who founded the club number {number}?", answer=f"Founder {number} did.")
            if number % 1000 == 999:
                with ThreadPoolExecutor(1) as pool:
                    during.append(pool.submit(answerer.ask, club.FOUNDER.title).result(timeout=4))

    with FactTable(path) as table:
        answerer = Answerer(table)
        before = answerer.ask(club.FOUNDER.title)
        with FactStore(path) as store:
            store.replace_pack("more", slowly())

    assert [before] * 3 == during


def test_an_import_waits_for_another(make_table: MakeTable) -> None:
    """Two writers at once both come through."""
    path = make_table(club.OPENING)
    with ThreadPoolExecutor(4) as pool:
        jobs = [pool.submit(load, path, club.FACTS[n], pack=f"pack {n}") for n in range(1, 5)]
        counts = [job.result(timeout=30).added for job in jobs]

    assert ([1, 1, 1, 1], 5) == (counts, len(stored(path)))


PHRASES = ["red door", "doors open", "open red gates", "the gate", "2 gates", "红门", "門", "éclair", "a"]


def versions(number: int) -> st.SearchStrategy[Fact]:
    """One fact with this number, in one of its wordings."""
    some = st.lists(st.sampled_from(PHRASES), max_size=3, unique=True)
    return st.builds(
        lambda questions, answer, topic: club.fact(f"f{number}", *questions, answer=". ".join(answer), topic=topic),
        some,
        st.lists(st.sampled_from(PHRASES), min_size=1, max_size=2),
        st.sampled_from(["", "gates", "red"]),
    )


def loadings() -> st.SearchStrategy[list[list[Fact]]]:
    """What a pack held, one time after the other."""
    numbers = st.lists(st.integers(0, 5), max_size=5, unique=True)
    pack = numbers.flatmap(lambda some: st.tuples(*map(versions, some)).map(list))
    return st.lists(pack, min_size=2, max_size=5)


def index(path: Path) -> dict[str, Any]:
    """The index of a table by content: the numbers of facts and phrasings replaced by what they stand for."""
    connection = sqlite3.connect(path)

    def rows(query: str) -> list[Any]:
        return connection.execute(query).fetchall()

    facts = dict(rows("SELECT number, id FROM facts"))
    phrasings = {n: (facts[fact], at) for n, fact, at in rows("SELECT number, fact, position FROM phrasings")}
    names: dict[str, dict[int, Any]] = {"q": phrasings, "a": facts}
    found = {
        "words": set(rows("SELECT * FROM index_words")),
        "spelt": set(rows("SELECT * FROM index_spelt")),
        "spellings": {
            bucket: set(words.split()) for _, bucket, words in rows("SELECT * FROM index_spellings") if words
        },
        "totals": {name: value for _, name, value in rows("SELECT * FROM index_totals")},
        "places": {
            (kind, word, names[kind][(chunk << 16) + offset])
            for _, kind, word, chunk, members in rows("SELECT * FROM index_places")
            for offset in memoryview(members).cast("H")
        },
    }
    connection.close()
    return {
        name: {key: value for key, value in part.items() if value} if isinstance(part, dict) else part
        for name, part in found.items()
    }


@settings(max_examples=25, deadline=None)
@given(loadings(), loadings())
def test_the_index_is_in_step_whatever_was_loaded_before(
    empty: Path, one: list[list[Fact]], other: list[list[Fact]]
) -> None:
    """After any history of two packs it is the index of a table that was made at once."""
    with TemporaryDirectory() as folder:
        path, fresh = copy(empty, f"{folder}/facts.db"), copy(empty, f"{folder}/fresh.db")
        with FactStore(Path(path)) as store, store.transaction():
            for first, second in zip(one, other, strict=False):
                store.replace_pack("one", first)
                store.replace_pack("other", [replace(fact, id=f"other {fact.id}") for fact in second])
        with FactStore(Path(fresh)) as store:
            store.replace_pack("now", stored(Path(path)))

        assert index(Path(fresh)) == index(Path(path))


def test_the_words_of_a_fact_that_is_gone_are_forgotten(make_table: MakeTable) -> None:
    """No typing error is taken for a word that no fact has any more."""
    path = make_table(club.FEE, club.PRINTER)
    load(path, club.FEE)
    with FactTable(path) as table:
        answer = Answerer(table).ask("filamnet")

    assert ((), True) == (answer.matches, isinstance(answer, Unknown))


def test_any_tool_can_read_the_facts(make_table: MakeTable) -> None:
    """A view lists them with their first question, answer and source."""
    connection = sqlite3.connect(make_table(club.FEE))
    rows = connection.execute("SELECT id, question, answer, source, locator FROM fact_list").fetchall()
    connection.close()

    assert [(club.FEE.id, club.FEE.title, club.FEE.answer, "Club handbook", "section fee")] == rows


def test_the_file_is_sound(make_table: MakeTable) -> None:
    """By SQLite's own checks, after changes of every kind."""
    path = make_table(*club.FACTS)
    load(path, *club.FACTS[3:])
    load(path, replace(club.FEE, answer="Nothing."), *club.FACTS[5:])
    connection = sqlite3.connect(path)
    found = (
        connection.execute("PRAGMA integrity_check").fetchall(),
        connection.execute("PRAGMA foreign_key_check").fetchall(),
    )
    connection.close()

    assert ([("ok",)], []) == found


def test_a_word_taken_away_since_it_was_counted_finds_nothing(make_table: MakeTable) -> None:
    """A writer may commit between the counting of a question's words and the reading of their places."""
    with closing(sqlite3.connect(make_table(club.FEE))) as connection:
        finder = CandidateFinder(connection, (SHARED,), lambda words: dict.fromkeys(words, (1, 1, 1)), frozenset())

        found = finder.find({"gone": 1.0}, 5)

    assert [] == found


def test_many_facts_are_taken_apart_in_other_processes(
    empty: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And make the same index, in the same order."""
    facts = [replace(fact, id=f"{fact.id} {n}") for n in range(4) for fact in club.FACTS]
    paths = [Path(copy(empty, tmp_path / name)) for name in ("alone.db", "together.db")]
    load(paths[0], *facts)
    monkeypatch.setattr(fact_words, "ALONE", 5)
    monkeypatch.setattr(fact_words, "CHUNK", 7)
    load(paths[1], *facts)

    assert index(paths[0]) == index(paths[1])
    assert facts == stored(paths[1])


def test_a_table_whose_writer_was_killed_is_read_as_it_was_before(club_copy: Path, tmp_path: Path) -> None:
    """Half a change is on the disk, and its journal beside it: whoever comes first takes it back."""
    left = tmp_path / "left.db"
    with closing(sqlite3.connect(club_copy, isolation_level=None)) as writer:
        writer.execute("PRAGMA cache_size = 1")
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("UPDATE facts SET answer = answer || hex(randomblob(20000))")
        for ending in ("", "-journal"):
            shutil.copy(f"{club_copy}{ending}", f"{left}{ending}")
        writer.execute("ROLLBACK")

    with FactTable(left) as table, FactTable(club_copy) as before:
        assert list(before.facts()) == list(table.facts())
