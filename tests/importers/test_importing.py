"""What holds for every document: names that last, places, folders, and no harm from any bytes."""

from __future__ import annotations

import json
import zipfile
from contextlib import suppress
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.cli import main
from bot.errors import DocumentError
from bot.facts import Fact
from bot.importers import READERS, Defaults, pack_name, read_all
from bot.importers.document import Document
from bot.importers.kinds.plain_text import outline
from bot.importers.outline.passages import passages
from bot.importers.quoting import Witness
from tests import strategies
from tests.importers.papers import answers, facts, mistake

TEXT = "# Title\n\nThe first paragraph is the first of all. It is long enough to stand quite alone here.\n\n## Part\n\n"
MORE = "The second paragraph says that it is the second of them, and it is long enough to stand alone too.\n"


def test_text_that_moves_keeps_its_name(tmp_path: Path) -> None:
    """The name of a fact is of its content, not of its place; the document's digest is another."""
    before = facts(tmp_path, "a.md", TEXT + MORE)
    new = "A new paragraph stands between them now, so that everything below it moves down by some lines.\n\n## Part"
    after = facts(tmp_path, "a.md", TEXT.replace("## Part", new) + MORE)

    assert before[1].id == after[2].id and before[1].locator != after[2].locator
    assert before[0].source.digest != after[0].source.digest
    assert before[0].source.digest.startswith("blake2s-")


def test_a_fact_says_when_it_was_held_against_its_source(tmp_path: Path) -> None:
    """In a form that sorts; the document's own date is another matter."""
    (fact, *_) = facts(tmp_path, "a.md", TEXT + MORE)

    assert len(fact.checked) == len("2024-05-06") and ("", "") == (fact.source.published, fact.as_of)


def test_a_document_given_by_a_person_is_described_by_them_where_it_is_silent(tmp_path: Path) -> None:
    """Its own words come first."""
    defaults = Defaults("T", "P", "https://example.org", "2020")
    one = facts(tmp_path, "a.md", TEXT + MORE, defaults)[0].source
    two = facts(tmp_path, "a.csv", "name,price\nApple,2\nPear,3\n", defaults)[0].source

    assert ("Title", "P", "2020") == (one.title, one.publisher, one.published)
    assert ("T", "https://example.org") == (two.title, two.url)


def run(*arguments: str | Path) -> tuple[int, str]:
    """The exit status of the program and what it says."""
    result = CliRunner().invoke(main, list(map(str, arguments)))
    return result.exit_code, result.output


def test_a_folder_is_imported_whole_and_in_order(tmp_path: Path) -> None:
    """As one pack; hidden files are left out, and others are counted by kind."""
    folder = tmp_path / "docs"
    (folder / "b" / ".git").mkdir(parents=True)
    (folder / "b" / "two.txt").write_text("The title of two\n\nText of the second document, which says something.\n")
    (folder / "a.md").write_text(TEXT + MORE)
    (folder / "b" / ".git" / "x.md").write_text("Hidden.")
    (folder / "picture.png").write_bytes(b"PNG")
    (folder / "void.html").write_text("<p></p>")
    code, said = run("import", "--db", tmp_path / "x.db", folder)

    assert code == 0 and "docs: 3 added" in said
    assert "files of other kinds left out: 1 .png" in said and "void.html: there is no text in it" in said


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    """Whoever made the folder may not choose what else of the machine is read; one sentence says what was left out."""
    folder, other = tmp_path / "docs", tmp_path / "other"
    folder.mkdir()
    other.mkdir()
    (folder / "a.md").write_text(TEXT)
    (other / "secret.md").write_text("A secret that stands alone in its own document, and is long enough for that.")
    (folder / "b.md").symlink_to(other / "secret.md")
    (folder / "c").symlink_to(other)
    (folder / "d.md").symlink_to(folder / "a.md")
    code, said = run("import", "--db", tmp_path / "x.db", folder)

    assert code == 0 and "docs: 1 added" in said
    assert "b.md (and 1 more): this link leads out of the folder: what it leads to is not read" in said


def test_what_two_documents_of_a_pack_say_alike_is_kept_once(tmp_path: Path) -> None:
    """A copy is no second fact; an id with another content is a mistake."""
    for name in ("a.jsonl", "b.jsonl"):
        (tmp_path / name).write_text('{"id": "x", "answer": "a", "source": "T"}\n')
    (tmp_path / "c.jsonl").write_text('{"id": "x", "answer": "c"}\n')
    names = [str(tmp_path / name) for name in ("a.jsonl", "b.jsonl", "c.jsonl")]

    assert 1 == len(list(read_all(names[:2], Defaults())))
    with pytest.raises(DocumentError, match='the id "x" already names another fact'):
        list(read_all(names, Defaults()))


@pytest.mark.parametrize(
    ("expected", "named"),
    [
        ("guide", "docs/guide.md"),
        ("example.org faq", "https://example.org/help/faq.html"),
        ("example.org", "https://example.org/"),
    ],
)
def test_a_pack_is_named_after_what_it_was_made_of(expected: str, named: str) -> None:
    """Without suffixes."""
    assert expected == pack_name(named)


def test_every_export_is_imported_as_it_was(tmp_path: Path) -> None:
    """In each of its three forms."""
    (tmp_path / "a.md").write_text(TEXT + MORE)
    run("import", "--db", tmp_path / "x.db", tmp_path / "a.md")
    exports = {}
    for form, suffix in (("markdown", ".md"), ("jsonl", ".jsonl"), ("csv", ".csv")):
        path = tmp_path / f"export{suffix}"
        assert 0 == run("export", "--db", tmp_path / "x.db", "--format", form, "-o", path)[0]
        exports[form] = strategies.whole(list(read_all([str(path)], Defaults())))

    assert exports["markdown"] == exports["jsonl"] == exports["csv"] and len(exports["csv"]) == 2


def bomb(part: str, declared: str = "") -> bytes:
    """A zip whose part inflates a thousandfold, or declares entities."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(part, declared or b"0" * 20_000_000)
    return file.getvalue()


DOCTYPE = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaa"><!ENTITY b "&a;&a;">]><x>&b;</x>'
HOSTILE = [
    ("a.docx", bomb("word/document.xml"), "inflates beyond measure"),
    ("a.xlsx", bomb("xl/workbook.xml"), "inflates beyond measure"),
    ("a.docx", bomb("word/document.xml", DOCTYPE), "declares a document type"),
    ("a.docx", bomb("word/document.xml", "<x/>"), "this DOCX document is damaged"),
    ("a.xlsx", bomb("xl/workbook.xml", "<x/>"), "this XLSX workbook is damaged"),
    ("a.html", b"<div>" * 2_000 + b"deep", "elements are nested"),
    ("a.txt", "Größe".encode("latin-1"), "1: this is not text, or not in UTF-8"),
    ("a.md", b"\x7fELF\0\0\1", "1: this is not text, or not in UTF-8"),
    ("a.html", b"<meta charset=utf-16><p>\xff", "this is not text in utf-16"),
    ("a.txt", b" \n\n\t\n", "there is no text in it"),
    ("a.rst", b"\n", "there is no text in it"),
    ("a.jsonl", b"", "there are no facts in it"),
]


@pytest.mark.parametrize(("name", "content", "expected"), HOSTILE)
def test_what_would_harm_is_refused_in_one_sentence(tmp_path: Path, name: str, content: bytes, expected: str) -> None:
    """Before it is inflated, resolved or walked through."""
    assert expected in mistake(tmp_path, name, content)


@given(st.sampled_from(sorted(set(READERS) - {".pdf"})), strategies.any_text() | strategies.markdown_documents())
@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=150)
def test_any_text_is_read_or_refused_by_every_reader(suffix: str, text: str) -> None:
    """Nothing but a sentence ever comes of it, and what is read can be exported."""
    content = text.encode("utf-8", "surrogatepass")
    document = Document(f"a{suffix}", BytesIO(content), suffix, Defaults(), "2024-05-06")
    some: list[Fact] = []
    with suppress(DocumentError):
        some = list(READERS[suffix](document))

    assert all(fact.answer and fact.id and fact.source.title for fact in some)


@given(strategies.any_text(30).map(lambda text: text.replace("\0", "")))
def test_passages_are_verbatim(text: str) -> None:
    """Every passage of a text stands in it, but for white space and hyphens at line ends."""
    taken = outline(text)
    witness = Witness(text)

    assert all(witness.holds(block.text) for block in taken.blocks)
    assert all(len(passage.text) <= 2_400 for passage in passages(taken.blocks))


def test_json_with_a_number_too_long_is_refused(tmp_path: Path) -> None:
    """Python would refuse it with a traceback."""
    assert "malformed JSON" in mistake(tmp_path, "a.json", json.dumps({"a": "b"})[:-1] + ', "c": ' + "1" * 10_000 + "}")


def test_without_its_library_a_document_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One extra brings them all."""
    for module in ("docx", "openpyxl", "yaml", "docutils"):
        monkeypatch.setitem(__import__("sys").modules, module, None)
    wanted = "needs the extra \"documents\": pip install 'factbot[documents]'"

    for name, content in (("a.yaml", b"a: b"), ("a.rst", b"Text."), ("a.docx", bomb("word/document.xml", "<x/>"))):
        assert wanted in mistake(tmp_path, name, content)
    assert ["Text."] == answers(facts(tmp_path, "a.md", "Text."))


def test_equal_documents_make_equal_facts(tmp_path: Path) -> None:
    """Reading twice changes nothing."""
    some: list[Fact] = facts(tmp_path, "a.md", TEXT + MORE)

    assert strategies.whole(some) == strategies.whole(facts(tmp_path, "a.md", TEXT + MORE))
