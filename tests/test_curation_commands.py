"""Curation at the terminal: the same functions, typed."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli import main
from bot.curation.changes import add
from bot.curation.desk import Curation
from bot.curation.values import Waiting
from tests import club
from tests.curating import CURATOR, HERE, MEMBER, OTHER_MEMBER, SAUNA, SPOT

Factbot = Callable[..., Result]
SERVER = ("--server", str(HERE))
SAUNA_OPTIONS = ("--question", "When does the sauna open?", "--answer", "At noon.", "--url", "https://club.example")


@pytest.fixture
def factbot(club_copy: Path, monkeypatch: pytest.MonkeyPatch) -> Factbot:
    """factbot("facts", …, EDITOR=…): one run on the club's table."""
    monkeypatch.chdir(club_copy.parent)

    def run(*arguments: str | Path, **settings: str) -> Result:
        names = [name for name in os.environ if name.startswith("FACTBOT_")]
        env = {**dict.fromkeys(names), **settings}
        return CliRunner().invoke(main, [str(argument) for argument in arguments], env=env)

    return run


def editor(folder: Path, old: str, new: str) -> str:
    """An editor that replaces one text by another, as a command."""
    program = folder / "edit.py"
    program.write_text(
        f"import sys, pathlib\np = pathlib.Path(sys.argv[1])\np.write_text(p.read_text().replace({old!r}, {new!r}))\n",
        encoding="utf-8",
    )
    return f"{sys.executable} {program}"


def lines(result: Result) -> list[str]:
    """What a command that went well says."""
    assert 0 == result.exit_code, result.output
    return result.stdout.splitlines()


def refusal(result: Result) -> str:
    """The last sentence of a command that went wrong."""
    assert 2 == result.exit_code, result.output
    return result.stderr.splitlines()[-1]


def test_a_fact_is_added_found_changed_moved_and_removed(factbot: Factbot) -> None:
    [added] = lines(factbot("facts", "add", *SAUNA_OPTIONS, "--id", "sauna"))
    assert "sauna: When does the sauna open? (change 1)" == added
    assert "sauna  When does the sauna open?" == lines(factbot("facts", "search", "sauna"))[0]
    lines(factbot("facts", "edit", "sauna", "--answer", "At one.", "--why", "new hours"))
    lines(factbot("facts", "move", "sauna", "Wellness"))
    [listed] = lines(factbot("facts", "list", "--topic", "Wellness", "--json"))
    assert ("At one.", "curated") == (json.loads(listed)["answer"], json.loads(listed)["pack"])
    assert ["gone (change 4)"] == lines(factbot("facts", "remove", "sauna"))

    log = [line.split("  ", 2)[2] for line in lines(factbot("facts", "history", "sauna"))]
    assert [
        "the terminal  retired sauna: When does the sauna open?",
        "the terminal  changed sauna: When does the sauna open?",
        "the terminal  changed sauna: When does the sauna open? - new hours",
        "the terminal  added sauna: When does the sauna open?",
    ] == log


def test_an_editor_opens_where_no_option_says_what(factbot: Factbot, tmp_path: Path) -> None:
    lines(factbot("facts", "edit", "fee", EDITOR=editor(tmp_path, "40 euros", "50 euros")))
    assert "Membership costs 50 euros." == json.loads(lines(factbot("facts", "search", "fee", "--json"))[0])["answer"]

    written = editor(tmp_path, "## \n", "## When does the sauna open?\n\nAt noon.\n")
    said = refusal(factbot("facts", "add", EDITOR=written))
    assert "Error: say where this stands: the title or the address of a source" == said
    lines(factbot("facts", "add", "--title", "Wiki", EDITOR=written))
    assert "At noon." == json.loads(lines(factbot("facts", "search", "sauna", "--json"))[0])["answer"]


def test_an_editor_that_saves_nothing_changes_nothing(factbot: Factbot, tmp_path: Path) -> None:
    said = refusal(factbot("facts", "edit", "fee", EDITOR=editor(tmp_path, "x-x", "y")))

    assert "Error: nothing was saved in the editor, so nothing was changed" == said


def test_a_dry_run_says_what_would_be_answered_otherwise(factbot: Factbot) -> None:
    said = lines(factbot("facts", "hide", "fee", *SERVER, "--dry-run"))

    assert any(line.startswith('"annual membership fee" would get ') for line in said)
    assert said[-1].endswith("nothing was changed")
    assert [] == lines(factbot("facts", "list", "--hidden", *SERVER))


def test_a_server_hides_and_shows_what_is_shared(factbot: Factbot) -> None:
    lines(factbot("facts", "hide", "fee", *SERVER))
    assert [f"fee  {club.FEE.title}  [hidden, shared]"] == lines(factbot("facts", "list", "--hidden", *SERVER))
    lines(factbot("facts", "show", "fee", *SERVER))
    assert [] == lines(factbot("facts", "list", "--hidden", *SERVER))
    said = refusal(factbot("facts", "hide", "fee"))

    assert "Error: shared facts can be hidden in a server only; remove the fact instead" == said


def test_what_is_due_is_listed_until_somebody_checked(factbot: Factbot) -> None:
    lines(factbot("facts", "edit", "fee", "--review-by", "2020-01-01"))
    assert [f"fee  {club.FEE.title}  review by 2020-01-01"] == lines(factbot("facts", "list", "--due"))
    assert ["fee: checked (change 2)"] == lines(factbot("facts", "confirm", "fee", "--review-by", "2999-01-01"))
    assert [] == lines(factbot("facts", "list", "--due"))


def test_a_change_is_reverted(factbot: Factbot) -> None:
    lines(factbot("facts", "edit", "fee", "--answer", "Free."))
    lines(factbot("revert", "1", "--why", "not yet"))

    [undone, changed] = [json.loads(line) for line in lines(factbot("log", "--json"))]
    assert ("not yet", club.FEE.answer) == (undone["why"], undone["after"]["answer"])
    assert (0, "Free.", club.FEE.answer) == (changed["by"], changed["after"]["answer"], changed["before"]["answer"])


def test_labelled_questions_hold_back_what_breaks_them(factbot: Factbot, tmp_path: Path) -> None:
    file = tmp_path / "questions.jsonl"
    file.write_text(
        '{"query": "how much is the membership", "fact_id": "fee"}\n{"query": "who won the cup", "fact_id": null}\n',
        encoding="utf-8",
    )
    lines(factbot("questions", "import", file))
    refused = factbot("facts", "remove", "fee")
    assert "Error: held back, for it would make a labelled question wrong; --overrule REASON makes it all the same" == (
        refusal(refused)
    )
    assert '"how much is the membership" should get fee, and would get' in refused.stderr
    lines(factbot("facts", "remove", "fee", "--overrule", "it is free"))
    assert lines(factbot("log"))[0].endswith("(overruled: it is free)")


def test_labelled_questions_are_listed_as_eval_reads_them_and_measured(factbot: Factbot, tmp_path: Path) -> None:
    assert "no labelled questions" in refusal(factbot("eval", "--stored"))
    lines(factbot("questions", "add", "how much is the membership", "--fact", "fee"))
    [_, removed] = [lines(factbot("questions", "add", name, "--no-answer"))[0] for name in ("who won the cup", "x")]
    lines(factbot("questions", "remove", removed.split()[0]))
    file = tmp_path / "questions.jsonl"
    file.write_text("\n".join(lines(factbot("questions", "list", "--json"))), encoding="utf-8")

    stored, read = (json.loads(factbot("eval", "--json", what).stdout) for what in ("--stored", file))
    assert stored["questions"] == read["questions"]
    assert "Error: give the fact that answers with --fact ID, or --no-answer when none may" == refusal(
        factbot("questions", "add", "x")
    )


@pytest.fixture
def queue(club_copy: Path) -> int:
    """The number of a proposal that waits, and after it come a report, a wording and a question."""
    with Curation(club_copy) as desk:
        waiting = desk.submit(HERE, MEMBER, add(SAUNA), SPOT)
        desk.review.report(HERE, MEMBER, SPOT, handle=club.FEE.handle, version=1, wrong="It is 50", source="the board")
        desk.review.offer_wording(HERE, MEMBER, SPOT, club.FEE.handle, "what must I pay")
        desk.gaps.ask(HERE, MEMBER, SPOT, "Where is the moon?")
        desk.gaps.ask(HERE, OTHER_MEMBER, SPOT, "where the moon is")
    assert isinstance(waiting, Waiting)
    return waiting.proposal.number


def test_the_queue_is_listed_looked_at_and_worked_off(factbot: Factbot, queue: int, tmp_path: Path) -> None:
    assert ["wording fee, like 2", "report fee", "add When does the sauna open?"] == [
        line.split("  ")[-1] for line in lines(factbot("review", "list", *SERVER))
    ]
    shown = lines(factbot("review", "show", str(queue), *SERVER))
    assert ["  When does the sauna open?", "  sauna hours", "  At noon.", "  source: Club wiki"] == shown[1:5]
    assert "  wrong: It is 50" in lines(factbot("review", "show", str(queue + 1), *SERVER))

    lines(factbot("review", "accept", str(queue), "--edit", *SERVER, EDITOR=editor(tmp_path, "noon", "eleven")))
    lines(factbot("review", "accept", str(queue + 1), "--answer", "50 euros.", "--reason", "thanks", *SERVER))
    lines(factbot("review", "refuse", str(queue + 2), "too short", *SERVER))
    assert [] == lines(factbot("review", "list", *SERVER))
    said = refusal(factbot("review", "refuse", str(queue), "x", *SERVER))

    assert f"Error: proposal {queue} was accepted already" == said
    assert "At eleven." == json.loads(lines(factbot("facts", "search", "sauna", "--json", *SERVER))[0])["answer"]
    states = [json.loads(line)["state"] for line in lines(factbot("review", "list", "--state=all", "--json", *SERVER))]
    assert ["refused", "accepted", "accepted"] == states


@pytest.mark.usefixtures("queue")
def test_gaps_are_listed_answered_and_closed(factbot: Factbot) -> None:
    listed = lines(factbot("gaps", "list", *SERVER))
    assert "1  asked 2 times" == listed[0][:16] and "   or: where the moon is" == listed[1]
    [answered] = lines(factbot("gaps", "answer", "1", "--answer", "Up there.", "--title", "Sky", *SERVER))
    assert answered.endswith("Where is the moon? (change 1, 2 to be told)")

    assert "Error: no question 1 waits here" == refusal(factbot("gaps", "dismiss", "1", "no", *SERVER))
    [fact] = [json.loads(line) for line in lines(factbot("facts", "list", "--own", "--json", *SERVER))]
    assert ["Where is the moon?", "where the moon is"] == fact["questions"]


@pytest.mark.parametrize(
    "arguments",
    [
        ("facts", "remove", "\udcff"),
        ("facts", "search", "\udcff"),
        ("facts", "move", "fee", "\udcff"),
        ("facts", "add", "--question", "\udcff", "--answer", "\udcff", "--title", "\udcff"),
        ("questions", "add", "\udcff", "--no-answer"),
        ("review", "refuse", "1", "\udcff"),
        ("gaps", "dismiss", "1", "\udcff"),
        ("revert", "99999999999999999999999"),
        ("facts", "list", "--topic", "\udcff"),
        ("facts", "remove", "fee", "--why", "\udcff"),
        ("facts", "list", "--server", "99999999999999999999999"),
    ],
)
def test_odd_arguments_end_in_a_sentence_or_are_read(factbot: Factbot, arguments: tuple[str, ...]) -> None:
    """Bytes that are no UTF-8, numbers that no table holds."""
    result = factbot(*arguments)

    assert result.exception is None or isinstance(result.exception, SystemExit)
    assert "Traceback" not in result.output


def test_without_a_table_one_sentence_says_what_makes_one(factbot: Factbot, tmp_path: Path) -> None:
    path = tmp_path / "none.db"
    for command in (("facts", "list"), ("review", "list"), ("gaps", "list"), ("log",), ("questions", "list")):
        said = refusal(factbot(*command, "--db", path))
        assert f"Error: there is no fact table at {path}; `factbot import FILE --db {path}` makes one" == said


def test_a_curator_s_own_table_is_not_the_shipped_one(factbot: Factbot, club_copy: Path) -> None:
    """What is changed is named, or lies here."""
    with Curation(club_copy) as desk:
        desk.submit(HERE, CURATOR, add(SAUNA))

    assert 1 == len(lines(factbot("facts", "list", "--own", *SERVER)))


def test_a_pack_is_not_removed_over_a_labelled_question(factbot: Factbot) -> None:
    """Unless somebody says why that is right."""
    factbot("questions", "add", club.FEE.title, "--fact", "fee")
    held = factbot("remove", "club")
    done = factbot("remove", "club", "--overrule", "the club is closed")

    assert (2, 0) == (held.exit_code, done.exit_code)
    assert "held back" in held.stderr
    assert "the club is closed" in factbot("log").stdout


def test_the_log_of_a_fact_is_found_by_id_and_by_handle(factbot: Factbot) -> None:
    """Of one that is not there it says so; of one that nobody changed there is nothing to show."""
    factbot("facts", "edit", "fee", "--answer", "50 euros.", "--why", "dearer")
    handle = club.FEE.handle

    assert lines(factbot("log", "fee")) == lines(factbot("log", handle)) != []
    assert 'there is no fact "fees" here' in refusal(factbot("log", "fees"))
    assert factbot("log", club.OPENING.id).exit_code == 0


def test_what_people_wrote_does_not_steer_the_terminal(factbot: Factbot) -> None:
    """Neither by what they say nor by what they call things."""
    factbot("facts", "edit", "fee", "--answer", "50 euros.", "--why", "w\x1b]0;owned\x07\x9b2J")
    said = factbot("log").stdout + factbot("facts", "edit", "\x1b]0;owned\x07", "--answer", "x").stderr

    assert not {"\x1b", "\x07", "\x9b"} & set(said)
