"""`factbot eval`: what a person reads in the terminal and on the page, and what a program reads."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from bot.cli import main
from tests import club
from tests.conftest import MakeTable

HOSTILE = "</bdi></style><script>alert(1)</script> \"'&lt; <img src=x onerror=y> \u202e \x1b[31m fee"
VOID = {"meta", "br"}
QUESTIONS: list[dict[str, Any]] = [
    {"query": "annual membership fee", "fact_id": "fee"},
    {"query": "Who may use the laser cutter?", "fact_id": "opening"},
    {"query": "zyzzyva quokka", "fact_id": None},
    {"query": "Which filament does the printer take?", "fact_id": None},
]


class Page(HTMLParser):
    """A page taken apart: its tags in the order opened, its text, its attributes. Tags must be closed in turn."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text = ""
        self.attributes: list[tuple[str, str | None]] = []
        self.ids: set[str | None] = set()
        self.open: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        self.ids |= {value for name, value in attrs if name == "id"}
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_endtag(self, tag: str) -> None:
        assert tag == self.open.pop(), f"</{tag}> closes something else"

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    """Four questions of the club."""
    return written(tmp_path / "questions.jsonl", QUESTIONS)


def written(path: Path, some: list[dict[str, Any]]) -> Path:
    """A file of questions."""
    path.write_text("".join(f"{json.dumps(one)}\n" for one in some), encoding="utf-8")
    return path


def evaluate(*arguments: str | Path) -> Result:
    """What the command prints and how it ends."""
    return CliRunner().invoke(main, ["eval", *map(str, arguments)], catch_exceptions=False)


def evaluated(*arguments: str | Path) -> Any:
    """The object that --json prints."""
    return json.loads(evaluate(*arguments, "--json").stdout)


def test_the_report_says_what_was_asked_and_names_the_misses(club_path: Path, questions: Path) -> None:
    """Each with what was expected, what won and why, and where the question stands."""
    result = evaluate(questions, "--db", club_path)
    text = " ".join(result.output.split())

    assert 0 == result.exit_code
    assert "4 questions from" in text
    assert "2 of them without an answer." in text
    assert "Right first 50.0 %" in text
    assert "Misses: 2" in text
    assert "Who may use the laser cutter? answered wrong" in text
    assert "expected When does the workshop open? (opening, " in text
    assert "won Who may use the laser cutter? (laser, " in text
    assert "because your “" in text
    assert "expected no answer: no fact has one" in text
    assert f"{questions.name}:4" in text
    assert "\x1b" not in result.output


def test_the_limit_cuts_the_list_of_misses(club_path: Path, questions: Path) -> None:
    """What is left out is counted."""
    output = evaluate(questions, "--db", club_path, "--limit", "1").output

    assert "… and 1 more: --limit shows more of them, --html FILE all." in output


def test_the_json_has_stable_keys(club_path: Path, questions: Path) -> None:
    """Scripts and later baselines rely on them."""
    found = evaluated(questions, "--db", club_path)
    keys = "kind version table files left_out questions answerable figures decided calibration confused lacking rows"
    row = {
        "query": "annual membership fee",
        "fact_id": "fee",
        "file": str(questions),
        "line": 1,
        "outcome": "answered_right",
        "right": True,
        "rank": 1,
        "first": "fee",
        "confidence": found["rows"][0]["confidence"],
    }
    decided = {
        "answerable": {
            "answered_right": 1,
            "answered_wrong": 1,
            "offered_with": 0,
            "offered_without": 0,
            "refused_wrongly": 0,
        },
        "unanswerable": {"answered_wrong": 1, "offered_without": 0, "refused_rightly": 1},
    }

    assert keys.split() == list(found)
    assert row == found["rows"][0]
    assert decided == found["decided"]
    assert [{"facts": ["opening", "laser"], "lost": [1, 0]}] == found["confused"]


def test_the_same_questions_give_the_same_report(club_path: Path, questions: Path) -> None:
    """Character by character, so that reports can be kept under version control."""
    assert (
        evaluate(questions, "--db", club_path, "--json").output
        == evaluate(questions, "--db", club_path, "--json").output
    )


def test_several_files_make_one_report(club_path: Path, questions: Path, tmp_path: Path) -> None:
    """Each question says which file it is from."""
    more = written(tmp_path / "more.jsonl", [{"query": "bicycle parking", "fact_id": "parking"}])
    found = evaluated(questions, more, "--db", club_path)

    assert (5, [str(questions), str(more)]) == (found["questions"], found["files"])
    assert (str(more), 1) == (found["rows"][-1]["file"], found["rows"][-1]["line"])


def test_with_no_file_every_fact_is_asked_its_own_phrasings(club_path: Path) -> None:
    """Of each fact that has two; the report says so."""
    found = evaluated("--db", club_path)
    asked = [(row["query"], row["fact_id"]) for row in found["rows"]]

    assert [(question, fact.id) for fact in club.FACTS for question in fact.questions] == asked
    assert found["left_out"]
    assert "every fact its own phrasings" in " ".join(evaluate("--db", club_path).output.split())


def test_facts_that_get_in_each_others_way_are_named(make_table: MakeTable) -> None:
    """Both ways: each of these two is nearer to the other's phrasing than to its own second one."""
    one = club.fact("one", "opening hours of the sauna", "when can I sweat", answer="At nine.")
    two = club.fact("two", "opening hours of the pool", "when can I swim", answer="At ten.")
    path = make_table(one, two)
    pair = {"facts": ["one", "two"], "lost": [2, 2]}

    assert pair == evaluated("--db", path)["confused"][0]
    assert "2 asked of the first went to the second, 2 the other way" in evaluate("--db", path).output


def test_a_table_without_second_phrasings_asks_for_a_file(make_table: MakeTable) -> None:
    """One sentence, and the exit status of misuse."""
    result = evaluate("--db", make_table(club.fact("one", "Who founded the club?", answer="Grace.")))

    assert 2 == result.exit_code
    assert "two phrasings" in result.output
    assert "name a file of questions" in result.output


def test_a_bad_line_is_refused_with_file_and_line(club_path: Path, tmp_path: Path) -> None:
    """Nothing is asked."""
    bad = tmp_path / "bad.jsonl"
    bad.write_text('{"query": "So?", "fact_id": null}\n{"query": 1}\n', encoding="utf-8")
    result = evaluate(bad, "--db", club_path)

    assert (2, f'Error: {bad}:2: the key "fact_id" is missing\n') == (result.exit_code, result.output)


def test_a_file_that_is_not_there_is_said(club_path: Path, tmp_path: Path) -> None:
    """In one sentence."""
    missing = tmp_path / "missing.jsonl"
    result = evaluate(missing, "--db", club_path)

    assert 2 == result.exit_code
    assert f"Error: {missing}: the file cannot be read: No such file or directory\n" == result.output


def test_a_fact_that_the_table_lacks_is_said(club_path: Path, tmp_path: Path) -> None:
    """In the report and for programs."""
    path = written(tmp_path / "questions.jsonl", [{"query": "annual membership fee", "fact_id": "gone"}])
    text = " ".join(evaluate(path, "--db", club_path).output.split())

    assert "1 question expects a fact that the table lacks: “gone”" in text
    assert "expected “gone”, which the table lacks" in text
    assert ["gone"] == [one["fact_id"] for one in evaluated(path, "--db", club_path)["lacking"]]


def test_a_baseline_shows_what_changed(club_path: Path, questions: Path, make_table: MakeTable, tmp_path: Path) -> None:
    """Figures side by side, and by name the questions that went otherwise."""
    base = tmp_path / "base.json"
    base.write_text(evaluate(questions, "--db", club_path, "--json").output, encoding="utf-8")
    poorer = make_table(*(fact for fact in club.FACTS if fact is not club.FEE))
    text = evaluate(questions, "--db", poorer, "--baseline", base).output
    changes = evaluated(questions, "--db", poorer, "--baseline", base)["changes"]
    same = " ".join(evaluate(questions, "--db", club_path, "--baseline", base).output.split())

    assert "Right first 50.0 % 0.0 % -50.0" in " ".join(text.split())
    assert "Became wrong: 1" in text
    assert {"before": 0.5, "now": 0.0} == changes["figures"]["right_first"]
    assert ["annual membership fee"] == [change["query"] for change in changes["became_wrong"]]
    assert "No question went otherwise than before." in same


def test_a_baseline_saved_by_a_windows_shell_is_read(club_path: Path, questions: Path, tmp_path: Path) -> None:
    """PowerShell writes UTF-16 with a byte order mark."""
    base = tmp_path / "base.json"
    base.write_text(evaluate(questions, "--db", club_path, "--json").output, encoding="utf-16")

    assert 0 == evaluate(questions, "--db", club_path, "--baseline", base).exit_code


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        ("this is not what `factbot eval --json` prints", "Right first 50 %"),
        ("this is not what `factbot eval --json` prints", "[]"),
        (
            "this was printed by another version of `factbot eval --json`: make it anew",
            '{"kind": "factbot evaluation", "version": 99}',
        ),
        (
            "parts of the report are missing or changed: make it anew",
            '{"kind": "factbot evaluation", "version": 1, "figures": {}, "rows": [{"query": "So?"}]}',
        ),
    ],
)
def test_a_baseline_that_is_something_else_is_refused(
    club_path: Path, questions: Path, tmp_path: Path, expected: str, text: str
) -> None:
    """Before anything is asked."""
    base = tmp_path / "base.json"
    base.write_text(text, encoding="utf-8")
    result = evaluate(questions, "--db", club_path, "--baseline", base)

    assert (2, f"Error: {base}: {expected}\n") == (result.exit_code, result.output)


def test_the_page_holds_hostile_words_as_words(make_table: MakeTable, tmp_path: Path) -> None:
    """In questions, titles, ids, and names of files: no tag, no attribute, nothing that turns the line round."""
    evil = club.fact(HOSTILE, f"{HOSTILE}?", f"{HOSTILE} again", answer=HOSTILE)
    asked = [
        {"query": HOSTILE, "fact_id": "fee"},
        {"query": f"annual membership {HOSTILE}", "fact_id": HOSTILE},
        {"query": "lone \ud800 surrogate", "fact_id": HOSTILE + "gone"},
    ]
    file = written(tmp_path / "<b>&questions.jsonl", asked)
    page = tmp_path / "page.html"
    base = tmp_path / "<i>base.json"
    table = make_table(evil, *club.FACTS)
    base.write_text(evaluate(file, "--db", table, "--json").output, encoding="utf-8")
    assert 0 == evaluate(file, "--db", table, "--html", page, "--baseline", base).exit_code
    found = Page(page.read_text(encoding="utf-8"))
    shown = HOSTILE.replace("\u202e", "").replace("\x1b", "")

    assert [] == found.open
    assert set() == {"script", "img", "b", "i", "link", "a href"} & set(found.tags)
    assert set() == {"onerror", "src", "style", "onclick"} & {name for name, _ in found.attributes}
    assert found.text.count(shown) >= 3
    assert "\u202e" not in found.text and "\x1b" not in found.text
    assert "<b>&questions.jsonl" in found.text


def test_the_page_needs_nothing_else_and_holds_every_miss(club_path: Path, questions: Path, tmp_path: Path) -> None:
    """Two plots as SVG, light and dark, fit for a phone; its links lead somewhere."""
    page = tmp_path / "page.html"
    evaluate(questions, "--db", club_path, "--html", page, "--limit", "0")
    text = page.read_text(encoding="utf-8")
    found = Page(text)
    links = {value for name, value in found.attributes if name == "href"}

    assert 2 == found.tags.count("svg")
    assert "prefers-color-scheme: dark" in text
    assert ("name", "viewport") in found.attributes
    assert "http" not in text.replace("http-equiv", "")
    assert {f"#{id}" for id in found.ids} >= links
    assert all(one["query"] in found.text for one in (QUESTIONS[1], QUESTIONS[3]))


def test_the_page_of_one_question_has_plots_too(club_path: Path, tmp_path: Path) -> None:
    """Whatever there is nothing to measure of is left out of them."""
    page = tmp_path / "page.html"
    for asked in ({"query": "zyzzyva", "fact_id": None}, {"query": "zyzzyva", "fact_id": "fee"}):
        file = written(tmp_path / "one.jsonl", [asked])

        assert 0 == evaluate(file, "--db", club_path, "--html", page).exit_code
        assert 2 == Page(page.read_text(encoding="utf-8")).tags.count("svg")


def test_a_page_that_cannot_be_written_is_said_before_anything_is_asked(
    club_path: Path, questions: Path, tmp_path: Path
) -> None:
    """A long run is not for nothing."""
    page = tmp_path / "no such folder" / "page.html"
    result = evaluate(questions, "--db", club_path, "--html", page)

    assert 2 == result.exit_code
    assert f"Error: {page}: the file cannot be written: No such file or directory\n" == result.output


def test_a_page_is_written_whole_or_not_at_all(questions: Path, tmp_path: Path) -> None:
    """When the run fails, an earlier page stays as it was, and nothing half-written lies beside it."""
    page = tmp_path / "page.html"
    page.write_text("earlier", encoding="utf-8")
    result = evaluate(questions, "--db", tmp_path / "missing.db", "--html", page)

    assert 2 == result.exit_code
    assert "earlier" == page.read_text(encoding="utf-8")
    assert ["page.html", "questions.jsonl"] == sorted(path.name for path in tmp_path.iterdir())
