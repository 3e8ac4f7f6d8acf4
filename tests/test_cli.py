"""The command line: what other people's scripts rely on, and what a person reads."""

from __future__ import annotations

import json
import os
import pty
import re
import select
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

import bot
from bot.cli import main
from bot.store.reading import FactTable
from tests import club
from tests.conftest import MakeTable

SHIPPED = Path(bot.__file__).parents[1] / "facts.db"
PACK = Path(bot.__file__).parent / "packs" / "xiaomi_car.md"
PROGRAM = (sys.executable, "-m", "bot")
UNSURE = "bicycle course"
UNKNOWN = "Where is the swimming pool?"
PROMPT = "\n? "

Factbot = Callable[..., Result]


@pytest.fixture
def factbot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Factbot:
    """factbot("ask", ..., input=..., NAME=value): one run in an empty folder, with only these settings."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str | Path, input: str | bytes | None = None, **settings: str) -> Result:  # noqa: A002
        names = [name for name in os.environ if name.startswith("FACTBOT_")] + ["DISCORD_TOKEN", *settings]
        env = {name: settings.get(name) for name in names}
        return CliRunner().invoke(main, [str(argument) for argument in arguments], input=input, env=env)

    return run


def run(*arguments: str | bytes, folder: Path, **options: Any) -> subprocess.CompletedProcess[bytes]:
    """One run as a process of its own."""
    return subprocess.run([*PROGRAM, *arguments], cwd=folder, capture_output=True, timeout=60, check=False, **options)


def objects(output: str | bytes) -> list[dict[str, Any]]:
    """The JSON objects of an output, one a line."""
    text = output if isinstance(output, str) else output.decode()
    return [json.loads(line) for line in text.removesuffix("\n").split("\n")]


def sentence(result: Result) -> str:
    """The one line that a refusal says."""
    lines = result.stderr.strip().split("\n")
    assert (2, "", 1) == (result.exit_code, result.stdout, len(lines)), result.output
    return lines[0]


# -- ask --------------------------------------------------------------------------------------------------------------


def test_an_answer_is_shown_with_its_source(factbot: Factbot, club_path: Path) -> None:
    """The answer, then title, publisher, date, place and address, then how sure and why."""
    result = factbot("ask", "Who founded the club?", "--db", club_path)

    assert [
        "Grace Okafor founded it together with her brother.",
        "  Club handbook, The committee, March 2024, section founder, https://club.example/handbook",
        "  sure: your “founded” and “club” are in it",
    ] == result.stdout.splitlines()


@pytest.mark.parametrize(
    ("expected", "question"),
    [(0, "Who founded the club?"), (1, UNSURE), (1, UNKNOWN), (1, ""), (1, "🎉"), (1, "\udcff")],
)
def test_the_exit_status_says_whether_an_answer_was_found(
    factbot: Factbot, club_path: Path, expected: int, question: str
) -> None:
    """0 found; 1 suggestions only, or nothing."""
    assert expected == factbot("ask", question, "--db", club_path).exit_code


def test_near_facts_are_offered_by_number(factbot: Factbot, club_path: Path) -> None:
    """Each with its question."""
    assert "1. Where can visitors park their bicycles?" in factbot("ask", UNSURE, "--db", club_path).stdout


def test_a_word_that_no_fact_knows_is_named(factbot: Factbot, club_path: Path) -> None:
    """With the nearest topics."""
    output = factbot("ask", UNKNOWN, "--db", club_path).stdout

    assert ["“swimming”", "“pool”", "Nearest: "] == re.findall("“swimming”|“pool”|Nearest: ", output)


def test_no_colour_goes_into_a_file(club_path: Path, tmp_path: Path) -> None:
    """Only onto a terminal."""
    assert b"\x1b" not in run("ask", "Who founded the club?", "--db", str(club_path), folder=tmp_path).stdout


def test_a_fact_cannot_steer_the_terminal(factbot: Factbot, make_table: MakeTable) -> None:
    """Control characters in it are not printed."""
    path = make_table(club.fact("bad", "Where is the key?", answer="In\x1b]0;owned\x07 the \u202edrawer.\x9b2J"))
    output = factbot("ask", "Where is the key?", "--db", path).stdout

    assert "In]0;owned the drawer.2J" in output


@pytest.mark.parametrize(
    "arguments",
    [
        ("ask",),
        ("ask", "one", "two"),
        ("ask", "x", "--limit", "0"),
        ("ask", "x", "--limit", "many"),
        ("ask", "x", "--what"),
        ("ask", "x", "--db", "missing.db"),
        ("ask", "x", "--db", "."),
        ("import",),
        ("import", "missing.md"),
        ("export", "--format", "xml"),
        ("export", "--pack", "missing"),
        ("export", "--output", "missing/facts.md"),
        ("run",),
        ("sync",),
        ("dance",),
    ],
    ids=" ".join,
)
def test_misuse_has_an_exit_status_of_its_own(factbot: Factbot, arguments: tuple[str, ...]) -> None:
    """2, a sentence on standard error, nothing on standard output, and no traceback."""
    result = factbot(*arguments)

    assert (2, "", 1) == (result.exit_code, result.stdout, len(re.findall(r"^Error: .+", result.stderr, re.MULTILINE)))


def test_an_answer_as_json(factbot: Factbot, club_path: Path) -> None:
    """One object with everything: question, outcome, confidence, fact, source and matches."""
    result = factbot("ask", "--json", "Who founded the club?", "--limit", "1", "--db", club_path)
    found = json.loads(result.stdout)
    sure = found["confidence"]
    fact = {"id": "founder", "question": club.FOUNDER.title, "answer": club.FOUNDER.answer}

    assert {
        "question": "Who founded the club?",
        "outcome": "found",
        "confidence": sure,
        "fact": fact,
        "source": {
            "title": "Club handbook",
            "publisher": "The committee",
            "author": "",
            "published": "March 2024",
            "url": "https://club.example/handbook",
            "locator": "section founder",
            "quote": "",
        },
        "matches": [{**fact, "confidence": sure}],
    } == found


@pytest.mark.parametrize(("outcome", "question"), [("suggestions", UNSURE), ("unknown", UNKNOWN), ("unknown", "")])
def test_no_answer_as_json(factbot: Factbot, club_path: Path, outcome: str, question: str) -> None:
    """The same object; fact and source are null."""
    found = json.loads(factbot("ask", "--json", question, "--db", club_path).stdout)

    assert (question, outcome, None, None) == (found["question"], found["outcome"], found["fact"], found["source"])


@pytest.mark.parametrize("question", ["Who founded the club?", UNSURE, UNKNOWN, "club member laser course", "", "🎉"])
def test_every_json_object_is_sound(factbot: Factbot, club_path: Path, question: str) -> None:
    """The same keys whatever the outcome, and ranked matches whose first has the confidence of the whole."""
    found = json.loads(factbot("ask", "--json", question, "--db", club_path).stdout)
    sure = [match["confidence"] for match in found["matches"]]

    assert ["question", "outcome", "confidence", "fact", "source"] == list(found)[:5]
    assert sorted(sure, reverse=True) == sure
    assert found["confidence"] == (sure[0] if sure else 0.0)


def test_two_questions_in_one_have_both_answers_in_json(factbot: Factbot, club_path: Path) -> None:
    """In the text of the answer, and one by one with their sources."""
    question = "Which filament does the printer take and who founded the club?"
    found = json.loads(factbot("ask", "--json", question, "--db", club_path).stdout)

    assert f"{club.PRINTER.answer}\n\n{club.FOUNDER.answer}" == found["fact"]["answer"]
    assert ["section printer", "section founder"] == [fact["source"]["locator"] for fact in found["facts"]]


def test_a_passage_in_json_is_quoted(factbot: Factbot, make_table: MakeTable) -> None:
    """The answer is the sentence that fits best, the quote the passage."""
    passage = "The club owns a kiln. Firing takes nine hours. Ask Ann for the key."
    path = make_table(*club.FACTS, club.fact("kiln", answer=passage))
    with_source = json.loads(factbot("ask", "--json", "firing takes nine hours", "--db", path).stdout)

    assert "Firing takes nine hours." == with_source["matches"][0]["answer"]
    assert ("found", passage) == (with_source["outcome"], (with_source["source"] or {}).get("quote"))


@pytest.mark.parametrize("limit", [1, 2, 5])
def test_a_limit_of_matches_is_kept(factbot: Factbot, club_path: Path, limit: int) -> None:
    """And used up, when so many match."""
    result = factbot("ask", "--json", "where does the club take members", "--limit", str(limit), "--db", club_path)

    assert limit == len(json.loads(result.stdout)["matches"])


def test_one_question_a_line_gets_one_object_a_line(factbot: Factbot, club_path: Path) -> None:
    """In order, and an answer that is not found does not fail the run."""
    questions = ["Who founded the club?", UNKNOWN, "laser cutter", "Who founded the club?"]
    result = factbot("ask", "--json", "-", "--db", club_path, input="\n".join(questions))

    assert (0, questions) == (result.exit_code, [found["question"] for found in objects(result.stdout)])


@pytest.mark.parametrize(
    ("expected", "given"),
    [
        pytest.param(["a", "", "b"], b"a\n\nb\n", id="empty line"),
        pytest.param(["a", " \t ", "b"], b"a\n \t \nb\n", id="blank line"),
        pytest.param(["", "a"], b"\na", id="empty first line"),
        pytest.param(["a", "b"], b"a\r\nb\r\n", id="lines of Windows"),
        pytest.param(["a\rb", "c"], b"a\rb\nc\n", id="carriage return inside"),
        pytest.param(["a\u2028b\x85c\x0bd"], "a\u2028b\x85c\x0bd\n".encode(), id="other line ends"),
        pytest.param(["a\ufffdb"], b"a\xffb\n", id="no UTF-8"),
        pytest.param(["a\0b", "\x1a"], b"a\0b\n\x1a\n", id="control characters"),
        pytest.param(["x" * 20_000, "a"], b"x" * 20_000 + b"\na\n", id="long line"),
        pytest.param(["-", "--help", "{}"], b"-\n--help\n{}\n", id="looks like an option"),
    ],
)
def test_an_odd_line_is_one_question(factbot: Factbot, club_path: Path, expected: list[str], given: bytes) -> None:
    """So that questions and answers can be laid side by side."""
    result = factbot("ask", "--json", "-", "--db", club_path, input=given)

    assert expected == [found["question"] for found in objects(result.stdout)]


def test_no_questions_get_no_objects(factbot: Factbot, club_path: Path) -> None:
    """Empty input, empty output."""
    result = factbot("ask", "--json", "-", "--db", club_path, input="")

    assert (0, "") == (result.exit_code, result.stdout)


def test_a_question_is_answered_before_the_next_one_comes(club_path: Path, tmp_path: Path) -> None:
    """A program that asks one at a time need not wait for the end."""
    command = [*PROGRAM, "ask", "--json", "-", "--db", str(club_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=tmp_path) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(b"Who founded the club?\n")
        process.stdin.flush()
        ready, _, _ = select.select([process.stdout], [], [], 20)
        line = process.stdout.readline() if ready else b""
        process.stdin.close()

    assert b'"found"' in line


def test_a_question_need_be_no_proper_text(club_path: Path, tmp_path: Path) -> None:
    """Bytes that are no UTF-8 are shown as such in JSON that is."""
    result = run("ask", "--json", b"\xff founder", "--db", str(club_path), folder=tmp_path)

    assert "\ufffd founder" == objects(result.stdout)[0]["question"]


def test_who_has_read_enough_may_leave(club_path: Path, tmp_path: Path) -> None:
    """A closed pipe is no error."""
    command = f"yes founder | head -300 | {sys.executable} -m bot ask --json - --db {club_path} | head -1"
    result = subprocess.run(["bash", "-c", command], cwd=tmp_path, capture_output=True, timeout=60, check=False)

    assert (1, b"") == (len(result.stdout.splitlines()), result.stderr)


# -- import and export ------------------------------------------------------------------------------------------------

NOTES = "## Where is the key?\n- key place\n\nIn the drawer.\n\n## Who has the key?\nAnn.\n"


def facts(path: Path) -> list[Any]:
    """All facts of a table."""
    with FactTable(path) as table:
        return list(table.facts())


def test_an_import_says_what_it_did(factbot: Factbot, tmp_path: Path) -> None:
    """One line a pack."""
    (tmp_path / "notes.md").write_text(NOTES)
    first = factbot("import", "notes.md").stdout
    (tmp_path / "notes.md").write_text(NOTES.replace("Ann.", "Bob.") + "\n## When?\nNow.\n")

    assert [
        "notes: 2 added, 0 changed, 0 retired, 0 unchanged\n",
        "notes: 1 added, 1 changed, 0 retired, 1 unchanged\n",
    ] == [first, factbot("import", "notes.md").stdout]


def test_an_import_makes_a_table_here(factbot: Factbot, tmp_path: Path) -> None:
    """Which is then what is asked."""
    (tmp_path / "notes.md").write_text(NOTES)
    factbot("import", "notes.md")

    assert "In the drawer." in factbot("ask", "Where is the key?").stdout


def test_options_fill_what_a_file_does_not_say(factbot: Factbot, tmp_path: Path) -> None:
    """Title, publisher, address and date of the source."""
    (tmp_path / "notes.md").write_text(NOTES)
    options = ("--title", "Notes", "--publisher", "Ann", "--url", "https://a.example", "--published", "May")
    factbot("import", "notes.md", *options)
    source = facts(tmp_path / "facts.db")[0].source

    assert ("Notes", "Ann", "https://a.example", "May") == (
        source.title,
        source.publisher,
        source.url,
        source.published,
    )


def test_files_can_be_loaded_as_one_pack(factbot: Factbot, tmp_path: Path) -> None:
    """Under a name of one's own."""
    (tmp_path / "a.md").write_text(NOTES)
    (tmp_path / "b.jsonl").write_text('{"question": "When?", "answer": "Now."}\n')

    result = factbot("import", "a.md", "b.jsonl", "--pack", "ours")

    assert "ours: 3 added, 0 changed, 0 retired, 0 unchanged\n" == result.stdout


@pytest.mark.parametrize("form", ["markdown", "jsonl"])
def test_what_ships_survives_export_and_import(factbot: Factbot, tmp_path: Path, form: str) -> None:
    """To another table: the same facts."""
    file = tmp_path / f"xiaomi_car.{'md' if form == 'markdown' else form}"
    factbot("export", "--db", SHIPPED, "--format", form, "--output", file)
    factbot("import", file, "--db", "again.db")

    assert facts(SHIPPED) == facts(tmp_path / "again.db")


@pytest.mark.parametrize("form", ["markdown", "jsonl"])
def test_what_ships_imports_again_without_a_change(factbot: Factbot, tmp_path: Path, form: str) -> None:
    """Into the table that it came from."""
    table = tmp_path / "facts.db"
    table.write_bytes(SHIPPED.read_bytes())
    file = tmp_path / f"xiaomi_car.{'md' if form == 'markdown' else form}"
    file.write_bytes(factbot("export", "--format", form).stdout_bytes)
    counts = re.findall(r"(\d+) (\w+)", factbot("import", file).stdout)

    assert [("0", "added"), ("0", "changed"), ("0", "retired")] == counts[:3]


def test_an_export_is_written_whole_or_not_at_all(factbot: Factbot, club_path: Path, tmp_path: Path) -> None:
    """To a file, it is what it is on standard output, and no other file is left."""
    factbot("export", "--db", club_path, "--output", "club.md")

    assert [tmp_path / "club.md"] == list(tmp_path.iterdir())
    assert factbot("export", "--db", club_path).stdout == (tmp_path / "club.md").read_text()


def test_one_pack_can_be_exported(factbot: Factbot, make_table: MakeTable) -> None:
    """Without the other."""
    make_table(club.FEE, pack="money")
    path = make_table(club.OPENING, pack="visits")
    found = objects(factbot("export", "--format", "jsonl", "--pack", "money", "--db", path).stdout)

    assert ["fee"] == [fact["id"] for fact in found]


MISTAKES = {
    "no facts": ("a.md", b"# Only a title\n"),
    "no answer": ("a.md", b"## A question?\n"),
    "no UTF-8": ("a.md", b"## A\nb \xff\n"),
    "another suffix": ("a.docx", b"x"),
    "no suffix": ("a", b"x"),
    "no JSON": ("a.jsonl", b'{"answer": \n'),
    "no answer in JSON": ("a.jsonl", b'{"question": "x"}\n'),
    "wrong type": ("a.jsonl", b'{"question": 1, "answer": "b"}\n'),
    "no object": ("a.jsonl", b"[]\n"),
    "the same id twice": ("a.jsonl", b'{"id": "x", "answer": "b"}\n{"id": "x", "answer": "c"}\n'),
    "empty": ("a.md", b""),
}


@pytest.mark.parametrize(("name", "content"), MISTAKES.values(), ids=MISTAKES.keys())
def test_a_mistake_in_a_file_is_one_sentence(factbot: Factbot, tmp_path: Path, name: str, content: bytes) -> None:
    """It begins with the file."""
    (tmp_path / name).write_bytes(content)

    assert sentence(factbot("import", name)).startswith(f"Error: {name}:")


@pytest.mark.parametrize(("name", "content"), MISTAKES.values(), ids=MISTAKES.keys())
def test_a_file_with_a_mistake_writes_nothing(factbot: Factbot, tmp_path: Path, name: str, content: bytes) -> None:
    """No table is made."""
    (tmp_path / name).write_bytes(content)
    factbot("import", name)

    assert [name] == [path.name for path in tmp_path.iterdir()]


def test_of_several_files_all_are_loaded_or_none(factbot: Factbot, tmp_path: Path) -> None:
    """When the second is broken, nothing of the first is kept, nor said to be."""
    (tmp_path / "good.md").write_text(NOTES)
    (tmp_path / "bad.md").write_text("# Nothing\n")
    sentence(factbot("import", "good.md", "bad.md"))

    assert not (tmp_path / "facts.db").exists()


def test_a_mistake_leaves_the_table_as_it_was(factbot: Factbot, make_table: MakeTable, tmp_path: Path) -> None:
    """To the byte."""
    before = make_table(*club.FACTS).read_bytes()
    (tmp_path / "club.md").write_text("# Nothing\n")
    factbot("import", "club.md")

    assert before == (tmp_path / "facts.db").read_bytes()


def test_a_foreign_database_is_refused(factbot: Factbot, tmp_path: Path) -> None:
    """In one sentence, by whatever would write it."""
    connection = sqlite3.connect(tmp_path / "photos.db")
    connection.execute("CREATE TABLE photos (name TEXT)")
    connection.close()
    (tmp_path / "notes.md").write_text(NOTES)

    assert "is not a fact table" in sentence(factbot("import", "notes.md", "--db", "photos.db"))


def test_a_pack_need_have_no_proper_name(factbot: Factbot, tmp_path: Path) -> None:
    """Bytes that are no UTF-8 are replaced."""
    (tmp_path / "notes.md").write_text(NOTES)

    assert "a\ufffd: 2 added" in factbot("import", "notes.md", "--pack", "a\udcff").stdout


# -- which table ------------------------------------------------------------------------------------------------------


@pytest.fixture
def tables(make_table: MakeTable, tmp_path: Path) -> dict[str, Path]:
    """Three tables that know one thing each: by option, by environment, and here."""
    return {
        name: make_table(club.fact(name, "Which table is this?", answer=f"The table {name}."), name=f"{name}.db")
        for name in ("option", "environment", "facts")
    }


@pytest.mark.parametrize(
    ("expected", "arguments", "settings"),
    [
        ("option", ("--db", "option.db"), {"FACTBOT_DB": "environment.db"}),
        ("environment", (), {"FACTBOT_DB": "environment.db"}),
        ("facts", (), {}),
        ("facts", (), {"FACTBOT_DB": "  "}),
    ],
)
@pytest.mark.usefixtures("tables")
def test_the_table_is_the_one_that_is_named_first(
    factbot: Factbot, expected: str, arguments: tuple[str, ...], settings: dict[str, str]
) -> None:
    """--db, else FACTBOT_DB, else facts.db here."""
    assert f"The table {expected}." in factbot("ask", "Which table is this?", *arguments, **settings).stdout


def test_without_any_table_the_one_that_ships_answers(factbot: Factbot) -> None:
    """A newcomer's first question."""
    assert "453" in factbot("ask", "How many people are in the R&D team of Xiaomi Motors?").stdout


def test_a_table_that_is_named_and_missing_is_not_replaced_by_another(factbot: Factbot) -> None:
    """The sentence names it."""
    assert "elsewhere.db" in sentence(factbot("ask", "Who?", FACTBOT_DB="elsewhere.db"))


# -- run, sync, doctor, help ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", ["run", "sync"])
def test_discord_needs_a_token(factbot: Factbot, command: str) -> None:
    """And it says where one comes from."""
    assert "DISCORD_TOKEN is not set" in sentence(factbot(command))


def test_the_bot_does_not_run_on_a_table_that_is_missing(factbot: Factbot) -> None:
    """It says so before it calls Discord."""
    assert "there is no fact table at missing.db" in sentence(factbot("run", "--db", "missing.db", DISCORD_TOKEN="x"))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("FACTBOT_LOG_LEVEL", "loud"),
        ("FACTBOT_PROXY", "proxy:8080"),
        ("FACTBOT_PROXY", "http://["),
        ("FACTBOT_SITE_URL", "ftp://x"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(factbot: Factbot, name: str, value: str) -> None:
    """Whatever the command."""
    assert sentence(factbot("doctor", **{name: value})).startswith(f"Error: {name} is ")


def test_all_is_well_with_a_token_and_a_table(factbot: Factbot, club_path: Path) -> None:
    """The doctor says how much the table holds."""
    result = factbot("doctor", "--db", club_path, DISCORD_TOKEN="secret-token")

    assert (0, True) == (result.exit_code, "10 facts, 20 phrasings" in result.stdout)


@pytest.mark.parametrize(("arguments", "token"), [((), ""), (("--db", "missing.db"), "x")])
def test_the_doctor_fails_when_the_bot_could_not_run(factbot: Factbot, arguments: tuple[str, ...], token: str) -> None:
    """Without a token, without a table."""
    assert 1 == factbot("doctor", *arguments, DISCORD_TOKEN=token).exit_code


@pytest.mark.parametrize(
    "settings",
    [
        {"DISCORD_TOKEN": "hush-hush"},
        {"DISCORD_TOKEN": "x", "FACTBOT_PROXY": "http://ann:hush-hush@proxy.example:8080"},
    ],
    ids=["token", "password of the proxy"],
)
def test_the_doctor_tells_no_secrets(factbot: Factbot, club_path: Path, settings: dict[str, str]) -> None:
    """People paste what it prints where others read it."""
    assert "hush-hush" not in factbot("doctor", "--db", club_path, **settings).output


@pytest.mark.parametrize("command", sorted(main.commands))
def test_every_command_explains_itself(factbot: Factbot, command: str) -> None:
    """--help says what it does, and every option says what it is for."""
    result = factbot(command, "--help")
    options = [option for option in main.commands[command].params if isinstance(option, click.Option)]

    assert (0, True) == (result.exit_code, all(option.help for option in options))


def test_the_commands_are_listed_with_a_line_each(factbot: Factbot) -> None:
    """Whole sentences, not cut off."""
    lines = factbot("--help").stdout.split("Commands:\n")[1].splitlines()

    assert [] == [line for line in lines if not line.endswith(".")]


def test_python_m_bot_is_the_same_program(club_path: Path, tmp_path: Path) -> None:
    """With the same answer and exit status."""
    result = run("ask", "Who founded the club?", "--db", str(club_path), folder=tmp_path)

    assert (0, b"Grace Okafor") == (result.returncode, result.stdout[:12])


# -- packs that go, tables that are old, embeddings that are missing --------------------------------------------------


def test_a_pack_is_removed_with_its_facts(factbot: Factbot, make_table: MakeTable) -> None:
    """The other packs stay; one that is not there is named."""
    table = make_table(club.FEE, pack="money")
    make_table(club.LASER, pack="machines")

    assert "money: 1 retired\n" == factbot("remove", "money", "--db", table).stdout
    with FactTable(table) as left:
        assert [("machines", 1)] == [(name, count) for name, count, _ in left.packs()]
    assert 'there is no pack "money"' in sentence(factbot("remove", "money", "--db", table))


def test_a_table_of_an_older_program_is_upgraded(factbot: Factbot, make_table: MakeTable) -> None:
    """Asking names the command; after it the same facts answer."""
    table = make_table(*club.FACTS)
    connection = sqlite3.connect(table)
    connection.execute("PRAGMA user_version = 1")
    connection.close()

    assert "`factbot upgrade --db" in sentence(factbot("ask", "Who founded the club?", "--db", table))
    assert 0 == factbot("upgrade", "--db", table).exit_code
    assert 0 == factbot("ask", "Who founded the club?", "--db", table).exit_code


@pytest.mark.parametrize("command", [("remove", "club"), ("upgrade",), ("embed",)])
def test_what_changes_a_table_makes_none(factbot: Factbot, tmp_path: Path, command: tuple[str, ...]) -> None:
    """It says which one is missing."""
    refused = factbot(*command, "--db", "missing.db", FACTBOT_SEMANTIC="models/none")

    assert "there is no fact table at missing.db" in sentence(refused)
    assert not (tmp_path / "missing.db").exists()


def test_embedding_without_a_model_is_refused(factbot: Factbot, make_table: MakeTable) -> None:
    """The setting that names one is named."""
    assert "FACTBOT_SEMANTIC names no embedding model" in sentence(factbot("embed", "--db", make_table(club.FEE)))


def test_a_model_that_is_missing_leaves_the_words(factbot: Factbot, club_path: Path, tmp_path: Path) -> None:
    """One sentence says so, and the question is answered."""
    result = factbot("ask", "Who founded the club?", "--db", club_path, FACTBOT_SEMANTIC=str(tmp_path / "none"))

    assert (0, 1) == (result.exit_code, len(result.stderr.splitlines()))
    assert "going by words alone" in result.stderr
    assert "Grace Okafor" in result.stdout


# -- a conversation ---------------------------------------------------------------------------------------------------


class Terminal:
    """The program on a pseudo-terminal, as a person has it before them."""

    def __init__(self, *arguments: str, folder: Path) -> None:
        self._printed = ""
        self._end, other = pty.openpty()
        env = {**os.environ, "TERM": "xterm", "COLUMNS": "100"}
        command = [*PROGRAM, *arguments]
        # a shell starts what it runs in the background deaf to Ctrl-C, and its children inherit that
        before = signal.signal(signal.SIGINT, signal.default_int_handler)
        self._process = subprocess.Popen(command, stdin=other, stdout=other, stderr=other, cwd=folder, env=env)
        signal.signal(signal.SIGINT, before)
        os.close(other)

    def until(self, *words: str) -> str:
        """What is printed, without colours, until one of the words has come; all there is when the program ends."""
        deadline = time.monotonic() + 20
        while not any(word in self._printed for word in words) and time.monotonic() < deadline:
            ready, _, _ = select.select([self._end], [], [], 0.1)
            try:
                piece = os.read(self._end, 4096) if ready else b""
            except OSError:
                break
            self._printed += re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", piece.decode("utf-8", "replace"))
        ends = [self._printed.find(word) + len(word) for word in words if word in self._printed]
        end = min(ends, default=len(self._printed))
        seen, self._printed = self._printed[:end], self._printed[end:]
        return seen

    def type(self, text: str) -> None:
        """Press these keys."""
        os.write(self._end, text.encode())

    def say(self, text: str) -> str:
        """Type a line; what is printed until the program asks for the next one."""
        self.type(f"{text}\n")
        return self.until(PROMPT)

    def interrupt(self) -> None:
        """What Ctrl-C does; once more where the first came just before the program began to read, which then waits."""
        for _ in range(10):
            self._process.send_signal(signal.SIGINT)
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(2)
                return

    def close(self) -> int:
        """The exit status."""
        try:
            return self._process.wait(20)
        finally:
            self._process.kill()
            self._process.wait()
            os.close(self._end)


@pytest.fixture
def conversation(club_path: Path, tmp_path: Path) -> Terminal:
    """A conversation that has just begun."""
    return Terminal("ask", "--db", str(club_path), folder=tmp_path)


def test_a_conversation_begins_with_examples(conversation: Terminal) -> None:
    """Questions of the table."""
    greeting = conversation.until(PROMPT)
    conversation.type("\x04")
    conversation.close()

    assert "When does the workshop open?" in greeting


def test_a_conversation_answers(conversation: Terminal) -> None:
    """With the source."""
    conversation.until(PROMPT)
    answer = conversation.say("Who founded the club?")
    conversation.type("\x04")
    conversation.close()

    assert ("Grace Okafor" in answer, "section founder" in answer) == (True, True)


def test_a_number_chooses_among_what_was_offered(conversation: Terminal) -> None:
    """The fact with that number is then shown."""
    conversation.until(PROMPT)
    conversation.say(UNSURE)
    chosen = conversation.say("1")
    conversation.type("\x04")
    conversation.close()

    assert club.PARKING.answer in chosen


def test_control_d_ends_a_conversation(conversation: Terminal) -> None:
    """Well."""
    conversation.until(PROMPT)
    conversation.type("\x04")

    assert 0 == conversation.close()


def test_control_c_ends_a_conversation(conversation: Terminal) -> None:
    """Without a traceback."""
    conversation.until(PROMPT)
    conversation.interrupt()
    rest = conversation.until("Traceback")
    conversation.close()

    assert "Traceback" not in rest


def test_a_conversation_survives_odd_lines(conversation: Terminal) -> None:
    """Numbers that were not offered, nothing at all, and keys that are no letters; the next question is answered."""
    conversation.until(PROMPT)
    for line in ("", "   ", "99", "0", "1", "-1", "9" * 4000, "½", "\x1b[A", "?", "²"):
        conversation.say(line)
    answer = conversation.say("Who founded the club?")
    conversation.type("\x04")

    assert ("Grace Okafor" in answer, 0) == (True, conversation.close())
