"""Fact Markdown: what moderators write is read as they mean it, and what is written reads back the same."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given

from bot.errors import DocumentError
from bot.facts import Fact, Source, content_id
from bot.importers import READERS, Defaults, fact_markdown, front_matter, read
from bot.importers.wording import listed
from tests import strategies

HANDBOOK = """\
---
title: Server handbook
publisher: The moderators
published: March 2024
url: https://example.org/handbook
---

# Roles

## How do I change my role colour?
- role colours
* where do I set the color
  of my role

Open Settings → Roles.

- pick a role
- pick a colour

### On a phone

Swipe right first.

Where: page 4
Quote: You may  choose any colour.
Id: role-colour
As of: spring 2024
Review by: 2025-03-01
Checked: 2024-03-02
Anchor: #roles

#

##
The server was founded in 2019.

Source: Our history
Link: https://example.org/history
"""


def facts(text: str, defaults: Defaults = Defaults()) -> list[Fact]:  # noqa: B008
    """What a document named handbook.md holds."""
    return list(fact_markdown.read(text, "handbook.md", defaults))


def written(some: list[Fact]) -> str:
    """The facts as one document."""
    return "".join(fact_markdown.write(some))


def mistake(text: str) -> str:
    """The sentence that a document is refused with."""
    with pytest.raises(DocumentError) as refusal:
        facts(text)
    return str(refusal.value)


def test_a_document_gives_questions_answer_topic_and_place() -> None:
    """Everything a moderator writes about a fact lands in its field."""
    source = Source("Server handbook", "The moderators", "", "March 2024", "https://example.org/handbook")
    fact = Fact(
        id="role-colour",
        questions=("How do I change my role colour?", "role colours", "where do I set the color of my role"),
        answer="Open Settings → Roles.\n\n- pick a role\n- pick a colour\n\n### On a phone\n\nSwipe right first.",
        source=source,
        topic="Roles",
        locator="page 4",
        quote="You may choose any colour.",
        anchor="#roles",
        as_of="spring 2024",
        review_by="2025-03-01",
        checked="2024-03-02",
    )

    assert strategies.whole([fact]) == strategies.whole(facts(HANDBOOK)[:1])


def test_a_lone_heading_opens_a_passage_of_another_source() -> None:
    """Under "##" alone there is text without a question, and Source: names a document of its own, where the line of
    this one is no place."""
    source = Source("Our history", url="https://example.org/history")
    answer = "The server was founded in 2019."
    fact = Fact(content_id((), answer, "", source, "", ""), (), answer, source)

    assert fact == facts(HANDBOOK)[1]


def test_the_handbook_is_written_as_a_person_would() -> None:
    """Writing leaves out what reading fills in, and escapes nothing without need."""
    text = (
        HANDBOOK.replace("  of my role", "of my role")
        .replace("color\nof", "color of")
        .replace("* where", "- where")
        .replace("may  choose", "may choose")
        .replace("##\nThe", "##\n\nThe")
    )

    assert text == written(facts(HANDBOOK))


def test_text_on_another_line_keeps_its_id() -> None:
    """A line number that stands in for a locator is no part of the content id."""
    text = "## How?\n\nSo."

    assert facts(text)[0].id == facts("\n\n\n" + text)[0].id
    assert facts(text)[0].id == content_id(("How?",), "So.", "", Source("handbook.md"), "", "")


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        (Source("T", "P", "", "D", "U"), "## How?\nSo."),
        (Source("Own", "P", "", "D", "U"), "---\ntitle: Own\npublisher:\n---\n## How?\nSo."),
        (Source("Other"), "## How?\nSo.\n\nSource: Other"),
    ],
)
def test_the_command_line_fills_what_the_document_leaves_open(expected: Source, text: str) -> None:
    """What the document says of itself stands; another document it names is not described by the command line."""
    assert expected == facts(text, Defaults("T", "P", "U", "D"))[0].source


def test_a_title_nobody_gave_is_the_file_name() -> None:
    """Folders are no part of it."""
    (fact,) = fact_markdown.read("## How?\nSo.", "docs/old/handbook.md", Defaults())

    assert Source("handbook.md") == fact.source


@pytest.mark.parametrize(
    ("expected", "body"),
    [
        ("So.\n- one\n- two", "So.\n- one\n- two"),
        ("- one", "- other\n\n- one"),
        ("- one", "\\- one"),
        ("## no question", "\\## no question"),
        ("\\## no question", "\\\\## no question"),
        ("\\o/", "\\o/"),
        ("    ## code", "\n    ## code"),
        ("#general is for chat", "#general is for chat"),
        ("```\n## code\n- x\n\nWhere: here\n```", "```\n## code\n- x\n\nWhere: here\n```"),
        ("~~~~\n~~~\n## code\n~~~~", "~~~~\n~~~\n## code\n~~~~"),
        ("Where: is it?\n\nHere.", "Where: is it?\n\nHere."),
        ("It stands alone.", "It stands alone.\nWhere: page 4"),
        ("It stands alone.", "It stands alone.\n\nWhere: page 4\n\nid: x\n\n"),
        ("Where: page 4", "\\Where: page 4"),
        ("https://example.org", "https://example.org\nWhere: page 4"),
        ("One.\n\n\nTwo.", "\n\nOne.  \r\n\r\n\u3000\r\nTwo.\t\n\n"),
        ("a\u2028## b\x85c", "a\u2028## b\x85c"),
    ],
)
def test_an_answer_is_kept_as_its_author_meant_it(expected: str, body: str) -> None:
    """Lists, fences, backslashes and key lines are text or structure by one rule each."""
    assert expected == facts(f"## How?\n{body}\n")[0].answer


def test_a_fact_given_again_is_kept_once() -> None:
    """Word for word the same, with or without an id, is no mistake."""
    text = "## How?\nSo.\n\nId: a\n\n##\nOnce.\n\n"

    assert facts(text) == facts(text + text)


def test_a_phrasing_given_again_counts_once() -> None:
    """Repeating oneself within a fact harms nobody."""
    assert ("How?", "how?") == facts("## How?\n- how?\n-  How?\n- how?\n\nSo.")[0].questions


def test_two_sources_may_answer_one_question() -> None:
    """Only within one source is a question asked once."""
    assert ("So.", "Thus.") == tuple(fact.answer for fact in facts("## How?\nSo.\n\n## How?\nThus.\n\nSource: Other"))


KEY_NAMES = "Where, Quote, Id, As of, Review by, Checked, Anchor, Source, Publisher, Author, Published, Link and Digest"
MISTAKES = [
    ('handbook.md:1: this text belongs to no question: put a heading "## Question" above it', "Hello\n## How?\nSo."),
    ('handbook.md:4: this text belongs to no question: put a heading "## Question" above it', "## A\nb\n# T\nHello"),
    ("handbook.md:1: the question has no answer: write it below", "## How?\n\n## Why?\nSo."),
    ("handbook.md:1: the question has no answer: write it below", "## How?\n\nWhere: page 4"),
    (
        "handbook.md:2: the question has other phrasings but no answer: write it below their list, after a blank line",
        "\n## How?\n- what way\n- by what means\n",
    ),
    ('handbook.md:2: the passage under this lone "##" has no text', "# T\n##\n"),
    ('handbook.md:3: the code fence is not closed: put a line "```" after the code', "## A\n\n```py\nx\n## B\nb"),
    ('handbook.md:2: the front matter is not closed: put a line "---" after its last key', "\n---\ntitle: x\n# T"),
    ('handbook.md:1: the front matter is not closed: put a line "---" after its last key', "---\ntitle: x\n"),
    (
        f'handbook.md:3: "type" is no key of the front matter: the keys are {listed(front_matter.KEYS)}',
        "---\n\ntype: x\n---\n## A\nb",
    ),
    ('handbook.md:3: the front matter gives "title" twice', "---\ntitle: x\nTitle: y\n---\n"),
    ('handbook.md:2: a line of the front matter is "key: value", and this has no colon', "---\nhandbook\n---\n"),
    ('handbook.md:3: a space is missing after "##": write "## Why?"', "## How?\nSo.\n##Why?\nSo."),
    ('handbook.md:6: the id "a" already names another fact, on line 1', "## A\nb\n\nId: a\n\n## B\nb\n\nId: a"),
    ("handbook.md:2: a question is empty", "## How?\n-\n\nSo."),
    ('handbook.md:5: "Where:" is given twice', "## How?\nSo.\n\nWhere: here\nWhere: there"),
    (
        'handbook.md:4: "Publisher:" describes the document named by "Source:", and that line is missing',
        "## How?\nSo.\n\nPublisher: The moderators",
    ),
    (
        f'handbook.md:4: "Wher:" is no key line: they are {KEY_NAMES} (for text, put a blank line below)',
        "## How?\nSo.\n\nWher: here\nId: a",
    ),
    (
        'handbook.md:5: this follows "Quote:", but key lines stand last, on one line each (for text, "\\Quote:")',
        "## How?\nSo.\n\nQuote: the quick\nbrown fox\nId: a",
    ),
    (
        'handbook.md:5: this follows "Quote:", but key lines stand last, on one line each (for text, "\\Quote:")',
        "## How?\nSo.\n\nQuote: the quick\nbrown fox\n\n",
    ),
    ("handbook.md: there are no facts in it", ""),
    ("handbook.md: there are no facts in it", "---\ntitle: x\n---\n# Topic\n"),
    ("handbook.md:2: the answer has 20,001 characters, and at most 20,000 are allowed", "\n## How?\n" + "x" * 20_001),
    (
        "handbook.md:1: the quote has 20,001 characters, and at most 20,000 are allowed",
        "## How?\nSo.\n\nQuote: " + "x" * 20_001,
    ),
    (
        "handbook.md:3: the question has 5,001 characters, and at most 5,000 are allowed",
        "## How?\n- what way\n- " + "x" * 5_001 + "\n\nSo.",
    ),
    (
        "handbook.md:1: the fact has 1,001 phrasings, and at most 1,000 are allowed",
        "## How?\n" + "".join(f"- {number}\n" for number in range(1_000)) + "\nSo.",
    ),
    ("handbook.md:1: the answer holds U+0000, which is no character: remove it", "## How?\nSo\0."),
    ("handbook.md:2: the topic holds U+D800, which is no character: remove it", "# \ud800\n## How?\nSo."),
]


@pytest.mark.parametrize(("expected", "text"), MISTAKES)
def test_a_mistake_is_said_in_one_sentence(expected: str, text: str) -> None:
    """The sentence names the file and the line, and says what to do where that is not plain."""
    assert expected == mistake(text)


def test_what_is_allowed_at_most_is_allowed() -> None:
    """The limits themselves are within the limits."""
    phrasings = "".join(f"- {number}\n" for number in range(998)) + "- " + "x" * 5_000
    (fact,) = facts(f"## How?\n{phrasings}\n\n{'y' * 20_000}\n\nQuote: {'z' * 20_000}")

    assert (1_000, 20_000, 20_000) == (len(fact.questions), len(fact.answer), len(fact.quote))


def test_the_most_frequent_source_is_the_documents_own() -> None:
    """The others are named fact by fact."""
    one, two = Source("One", author="A"), Source("Two", "P", "A", "D", "U")
    some = [
        Fact("a", ("A?",), "a", two, "T", "p. 1"),
        Fact("b", ("B?",), "b", one, "T", "p. 2"),
        Fact("c", ("C?",), "c", one, "", "p. 3"),
    ]
    text = (
        "---\ntitle: One\nauthor: A\n---\n\n# T\n"
        "\n## A?\n\na\n\nWhere: p. 1\nId: a\nSource: Two\nPublisher: P\nAuthor: A\nPublished: D\nLink: U\n"
        "\n## B?\n\nb\n\nWhere: p. 2\nId: b\n"
        "\n#\n"
        "\n## C?\n\nc\n\nWhere: p. 3\nId: c\n"
    )

    assert text == written(some)
    assert some == facts(text)


def test_no_facts_are_written_as_nothing() -> None:
    """An empty table makes an empty document."""
    assert written([]) == ""


@pytest.mark.parametrize(
    "answer",
    [
        "So.\n\\- one",
        "\\\\- one",
        "- one",
        "So.\n```",
        "```\n~~~\n```\n~~~",
        "  ## no",
        "Where: a\nwhere: b",
        "##x\n\\##x",
        "---",
        "\ufeff# a",
    ],
)
def test_an_answer_that_looks_like_structure_reads_back(answer: str) -> None:
    """Such lines are written behind a backslash, and those that begin with one get another."""
    some = [Fact("a", ("A?",), answer, Source("T"), locator="p. 1")]

    assert some == facts(written(some))


@given(strategies.fact_lists())
def test_any_facts_read_back_as_they_were_written(some: list[Fact]) -> None:
    """Whatever the text looks like, writing and reading keep every field and the order."""
    assert strategies.whole(some) == strategies.whole(facts(written(some)))


@given(strategies.markdown_documents())
def test_any_text_is_read_or_refused_and_what_is_read_is_stable(text: str) -> None:
    """No text breaks the reader, and an export of what it read says the same."""
    try:
        some = facts(text)
    except DocumentError:
        return

    assert strategies.whole(some) == strategies.whole(facts(written(some)))


def test_a_file_may_begin_with_a_byte_order_mark(tmp_path: Path) -> None:
    """Windows editors write one; lines may end as Windows ends them."""
    path = tmp_path / "Handbook.MARKDOWN"
    path.write_bytes(b"\xef\xbb\xbf---\r\ntitle: T\r\n---\r\n## How?\r\n\r\nSo,\r\nand so.\r\n")
    (fact,) = read(path, Defaults())

    assert ("T", "So,\nand so.") == (fact.source.title, fact.answer)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32", "utf-8-sig"])
def test_a_byte_order_mark_tells_the_encoding(tmp_path: Path, encoding: str) -> None:
    """Some editors save nothing else."""
    path = tmp_path / "handbook.md"
    path.write_bytes("## Wie?\n\nSö.\n\nId: x\n".encode(encoding))

    assert ["Sö."] == [fact.answer for fact in read(path, Defaults())]


@pytest.mark.parametrize(
    ("expected", "name", "content"),
    [
        ("2: this is not text, or not in UTF-8: save the file as UTF-8 text", "a.md", b"## How?\nS\xf6.\n"),
        ("1: this is not text, or not in UTF-8: save the file as UTF-8 text", "a.md", "## How?".encode("utf-16-le")),
        ("1: this is not text, or not in UTF-8: save the file as UTF-8 text", "a.md", b"## How?\0\x01\x02"),
        ("1: the line is longer than 16,777,216 bytes", "a.md", b"x" * (16 * 1024 * 1024 + 1)),
        (
            f' a file ending in ".exe" cannot be imported: the suffixes known are {listed(READERS)}',
            "a.exe",
            b"MZ",
        ),
        (f" a file without a suffix cannot be imported: the suffixes known are {listed(READERS)}", "a", b""),
    ],
)
def test_a_file_that_is_no_fact_document_is_refused(tmp_path: Path, expected: str, name: str, content: bytes) -> None:
    """A wrong encoding, binary noise and an unknown kind are each said as such."""
    path = tmp_path / name
    path.write_bytes(content)

    with pytest.raises(DocumentError) as refusal:
        list(read(path, Defaults()))

    assert f"{path}:{expected}" == str(refusal.value)


def test_a_missing_file_is_said_to_be_missing(tmp_path: Path) -> None:
    """The path stands in the sentence as the person gave it."""
    path = tmp_path / "nowhere.md"

    with pytest.raises(DocumentError) as refusal:
        list(read(path, Defaults()))

    assert f"{path}: there is no such file" == str(refusal.value)


def test_a_directory_is_said_to_be_one(tmp_path: Path) -> None:
    """Its name may even end like a document's."""
    path = tmp_path / "folder.md"
    path.mkdir()

    with pytest.raises(DocumentError) as refusal:
        list(read(path, Defaults()))

    assert f"{path}: this is a directory, not a file" == str(refusal.value)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_said_to_be_closed(tmp_path: Path) -> None:
    """The person learns that permissions are the cause."""
    path = tmp_path / "secret.md"
    path.touch(mode=0o000)

    with pytest.raises(DocumentError) as refusal:
        list(read(path, Defaults()))

    assert f"{path}: the file may not be read: its permissions forbid it" == str(refusal.value)
