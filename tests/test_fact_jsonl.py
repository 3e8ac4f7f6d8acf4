"""Fact JSONL: what programs write is read strictly, and what is written reads back the same."""

from __future__ import annotations

import json
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given

from bot.errors import DocumentError
from bot.facts import Fact, Source, content_id
from bot.importers import Defaults, fact_jsonl, fact_markdown, read
from tests import strategies


def facts(text: str, defaults: Defaults = Defaults()) -> list[Fact]:  # noqa: B008
    """What a document named facts.jsonl holds."""
    return list(fact_jsonl.read(text, "facts.jsonl", defaults))


def written(some: list[Fact]) -> str:
    """The facts as one document."""
    return "".join(fact_jsonl.write(some))


def mistake(text: str) -> str:
    """The sentence that a document is refused with."""
    with pytest.raises(DocumentError) as refusal:
        facts(text)
    return str(refusal.value)


def test_a_line_gives_every_field() -> None:
    """White space is tidied as in Markdown: one space in single lines, none at the ends of an answer's lines."""
    record = {
        "source": {
            "title": "Server  handbook",
            "publisher": "The moderators",
            "author": "Ann",
            "published": "2024",
            "url": "https://example.org",
            "digest": "blake2s-0",
            "locator": " page 4",
            "anchor": "#page=4",
            "quote": "Any\ncolour.",
        },
        "checked": "2024-03-02",
        "review_by": "2025-03-01",
        "as_of": "spring 2024",
        "topic": "Roles ",
        "answer": "\nOpen Settings. \r\n  Then Roles.\n",
        "questions": ["How\tso?", "role colours"],
        "id": " role-colour",
    }
    source = Source("Server handbook", "The moderators", "Ann", "2024", "https://example.org", "blake2s-0")
    answer = "Open Settings.\n  Then Roles."
    placed = ("Roles", "page 4", "Any colour.", "#page=4", "spring 2024", "2025-03-01", "2024-03-02")
    fact = Fact("role-colour", ("How so?", "role colours"), answer, source, *placed)

    assert strategies.whole([fact]) == strategies.whole(facts(json.dumps(record)))


def test_only_the_answer_is_required() -> None:
    """Such a line is a passage; it stands where its line stands, and the file is its source."""
    source = Source("facts.jsonl")
    fact = Fact(content_id((), "So.", "", source, "", ""), (), "So.", source, locator="line 2")

    assert [fact] == facts('\n{"answer": "So.", "questions": [], "topic": null}\n')


def test_a_single_question_may_be_given_as_text() -> None:
    """The key is then "question"."""
    assert ("How?",) == facts('{"question": "How?", "answer": "So."}')[0].questions


@pytest.mark.parametrize(
    ("expected", "source"),
    [
        (Source("T", "P", "", "D", "U"), None),
        (Source("Own", "P", "", "D", "U"), "Own"),
        (Source("Own", "Q", "A", "D", "U"), {"title": "Own", "publisher": "Q", "author": "A"}),
        (Source("T", "P", "", "D", "V"), {"title": " ", "url": "V"}),
    ],
)
def test_the_command_line_fills_what_a_line_leaves_open(expected: Source, source: object) -> None:
    """What the line says of its source stands."""
    text = json.dumps({"answer": "So.", "source": source})

    assert expected == facts(text, Defaults("T", "P", "U", "D"))[0].source


def test_a_fact_is_written_on_one_line_with_keys_in_order() -> None:
    """Empty fields are left out, letters stay as they are, and no character inside breaks the line."""
    full = Fact("a", ("Wie?", "質問"), "So.\n\u2028So.", Source("T", "P", "A", "D", "U"), "Rollen", "S. 1", "„So“")
    bare = Fact("b", (), "So.", Source("T"), locator="line 1")
    first = (
        '{"id": "a", "questions": ["Wie?", "質問"], "answer": "So.\\n\\u2028So.", "topic": "Rollen", "source": '
        '{"title": "T", "publisher": "P", "author": "A", "published": "D", "url": "U", "locator": "S. 1", '
        '"quote": "„So“"}}\n'
    )
    second = '{"id": "b", "answer": "So.", "source": {"title": "T", "locator": "line 1"}}\n'

    assert [first, second] == list(fact_jsonl.write([full, bare]))


KEYS = "the keys are id, question, questions, answer, topic, as_of, review_by, checked and source"
SOURCE_KEYS = "the keys are title, publisher, author, published, url, digest, locator, anchor and quote"
EXAMPLE = '{"question": "…", "answer": "…"}'
MISTAKES = [
    ("facts.jsonl:2: malformed JSON at column 14: Expecting value", '{"answer": "a"}\n{"question": ?'),
    ("facts.jsonl:1: malformed JSON at column 12: Unterminated string starting", '{"answer": "a'),
    ("facts.jsonl:1: malformed JSON: this can be no fact", "[" * 100_000),
    ("facts.jsonl:1: malformed JSON: this can be no fact", "1" * 10_000),
    (f"facts.jsonl:1: a fact is a JSON object, such as {EXAMPLE}", '["answer"]'),
    (f'facts.jsonl:1: "anwser" is no key of a fact: {KEYS}', '{"anwser": "a"}'),
    (f'facts.jsonl:1: "page" is no key of "source": {SOURCE_KEYS}', '{"answer": "a", "source": {"page": "4"}}'),
    ('facts.jsonl:1: "source" must be text or an object', '{"answer": "a", "source": ["T"]}'),
    ('facts.jsonl:1: "title" must be text', '{"answer": "a", "source": {"title": 1984}}'),
    ('facts.jsonl:3: the key "answer" is missing', '\n\n{"question": "How?"}'),
    ('facts.jsonl:1: the key "answer" is missing', '{"answer": null}'),
    ("facts.jsonl:1: the answer is empty", '{"answer": " \\n"}'),
    ('facts.jsonl:1: "answer" must be text', '{"answer": ["a"]}'),
    ('facts.jsonl:1: "id" must be text', '{"answer": "a", "id": 7}'),
    ('facts.jsonl:1: "questions" must be a list of texts', '{"answer": "a", "questions": "How?"}'),
    ('facts.jsonl:1: "questions" must be a list of texts', '{"answer": "a", "questions": ["How?", 7]}'),
    ("facts.jsonl:1: a question is empty", '{"answer": "a", "questions": ["How?", " "]}'),
    ("facts.jsonl:1: a question is empty", '{"answer": "a", "question": ""}'),
    ('facts.jsonl:1: give "question" or "questions", not both', '{"answer": "a", "question": "b", "questions": []}'),
    (
        'facts.jsonl:3: the id "x" already names another fact, on line 1',
        '{"answer": "a", "id": "x"}\n\n{"answer": "b", "id": "x"}',
    ),
    ("facts.jsonl: there are no facts in it", "\n \n"),
    ("facts.jsonl:1: the answer holds U+0000, which is no character: remove it", '{"answer": "a\\u0000"}'),
    (
        "facts.jsonl:1: the url holds U+DC00, which is no character: remove it",
        '{"answer": "a", "source": {"url": "\\udc00"}}',
    ),
    (
        "facts.jsonl:1: the answer has 20,001 characters, and at most 20,000 are allowed",
        json.dumps({"answer": "x" * 20_001}),
    ),
    (
        "facts.jsonl:1: the question has 5,001 characters, and at most 5,000 are allowed",
        json.dumps({"answer": "a", "question": "x" * 5_001}),
    ),
    (
        "facts.jsonl:1: the fact has 1,001 phrasings, and at most 1,000 are allowed",
        json.dumps({"answer": "a", "questions": [str(number) for number in range(1_001)]}),
    ),
]


@pytest.mark.parametrize(("expected", "text"), MISTAKES)
def test_a_mistake_is_said_in_one_sentence(expected: str, text: str) -> None:
    """The sentence names the file and the line, and the keys or the column where that helps."""
    assert expected == mistake(text)


def test_a_fact_given_again_is_kept_once() -> None:
    """The first line counts."""
    text = '{"answer": "a", "question": "How?"}\n'

    assert facts(text) == facts(text + text)


def test_facts_come_before_the_document_ends() -> None:
    """A mistake far below does not keep the first fact from being read."""
    first = next(fact_jsonl.read('{"answer": "a"}\n?', "facts.jsonl", Defaults()))

    assert first.answer == "a"


def test_a_long_document_is_read_in_little_memory() -> None:
    """What stays in memory does not grow with the facts; four thousand of them would take two megabytes."""

    def lines() -> Iterator[str]:
        for number in range(4_000):
            yield f'{{"question": "What is {number}?", "answer": "A number: {number}."}}\n'

    tracemalloc.start()
    read_in_all = sum(1 for _ in fact_jsonl.read(lines(), "facts.jsonl", Defaults()))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert read_in_all == 4_000
    assert peak < 500_000


def test_a_file_is_read_by_its_suffix(tmp_path: Path) -> None:
    """What is written to a file is read from it, whatever the case of the suffix."""
    some = [
        Fact("a", ("A?",), "a\u2028b", Source("T"), locator="p. 1"),
        Fact("b", (), "質", Source("U"), locator="p. 2"),
    ]
    path = tmp_path / "facts.JSONL"
    path.write_text(written(some), encoding="utf-8")

    assert some == list(read(path, Defaults()))


@given(strategies.fact_lists())
def test_any_facts_read_back_as_they_were_written(some: list[Fact]) -> None:
    """Whatever the text looks like, writing and reading keep every field and the order."""
    text = written(some)

    assert strategies.whole(some) == strategies.whole(facts(text))
    assert len(some) == len(text.splitlines())


@given(strategies.jsonl_documents())
def test_what_is_read_is_the_same_by_either_format(text: str) -> None:
    """Facts of a foreign document pass through Markdown and JSONL unchanged."""
    try:
        some = facts(text)
    except DocumentError:
        return
    markdown = "".join(fact_markdown.write(some))
    by_markdown = list(fact_markdown.read(markdown, "facts.md", Defaults()))

    assert strategies.whole(some) == strategies.whole(by_markdown)
    assert strategies.whole(some) == strategies.whole(facts(written(by_markdown)))


@given(strategies.markdown_documents())
def test_facts_of_a_markdown_document_pass_through_jsonl(text: str) -> None:
    """Markdown, JSONL and Markdown again say the same."""
    try:
        some = list(fact_markdown.read(text, "facts.md", Defaults()))
    except DocumentError:
        return

    assert strategies.whole(some) == strategies.whole(facts(written(some)))
