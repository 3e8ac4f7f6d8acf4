"""Fact JSONL: one fact a line, as programs exchange them, read and written.

    {"id": "role-colour", "questions": ["How do I change my role colour?"], "answer": "Open Settings → Roles.",
     "topic": "Roles", "source": {"title": "Server handbook", "url": "https://example.org", "locator": "page 4"}}

(on one line). Only "answer" is required; "questions" is left out for a passage; "question" gives a single one;
"source" may be the title alone.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from bot.errors import DocumentError
from bot.facts import Fact
from bot.importers.assembly import Draft, assemble
from bot.importers.defaults import Defaults
from bot.importers.json_line import json_object
from bot.importers.lines import NumberedLine, numbered
from bot.importers.wording import listed

FACT_KEYS = ("id", "question", "questions", "answer", "topic", "as_of", "review_by", "checked", "source")
SOURCE_KEYS = ("title", "publisher", "author", "published", "url", "digest", "locator", "anchor", "quote")

_OF_FACT = ("locator", "anchor", "quote")
"""Keys of "source" that are fields of the fact: its place in the source."""

# JSON takes these for text, but many programs that cut a file into lines do not.
_LINE_BREAKS = str.maketrans({character: f"\\u{ord(character):04x}" for character in "\x85\u2028\u2029"})


def read(lines: Iterable[str], name: str, defaults: Defaults) -> Iterator[Fact]:
    """The facts of a document, one at a time and in its order; blank lines are skipped.

    lines: an open text file, lines in any other form, or the whole text.
    name:  the document as the person named it; stands in errors, and is the title where none is given.

    `defaults` fill the gaps of every line's source. Raises DocumentError at the first line that cannot be read.
    """
    drafts = (_draft(line, name, defaults) for line in numbered(lines) if line.text.strip())
    yield from assemble(drafts, name)


def write(facts: Iterable[Fact]) -> Iterator[str]:
    """Lines that read back as these facts: keys always in the same order, empty ones left out."""
    for fact in facts:
        source = {key: getattr(fact if key in _OF_FACT else fact.source, key) for key in SOURCE_KEYS}
        record = {
            "id": fact.id,
            "questions": fact.questions,
            "answer": fact.answer,
            "topic": fact.topic,
            "as_of": fact.as_of,
            "review_by": fact.review_by,
            "checked": fact.checked,
            "source": {key: value for key, value in source.items() if value},
        }
        text = json.dumps({key: value for key, value in record.items() if value}, ensure_ascii=False)
        yield text.translate(_LINE_BREAKS) + "\n"


def _draft(line: NumberedLine, name: str, defaults: Defaults) -> Draft:
    number = line.number
    record = json_object(line, name, "fact", '{"question": "…", "answer": "…"}')
    return draft(record, number, name, defaults)


def draft(record: dict[str, Any], number: int, name: str, defaults: Defaults) -> Draft:
    """The fact that an object of JSON describes. number: of the line, or of the object, for errors."""
    _check_keys(record, FACT_KEYS, "a fact", number, name)
    source = record.get("source")
    if source is None or isinstance(source, str):
        source = {"title": source}
    if not isinstance(source, dict):
        raise DocumentError(name, number, '"source" must be text or an object')
    _check_keys(source, SOURCE_KEYS, '"source"', number, name)
    given = {key: _text(source, key, number, name) for key in SOURCE_KEYS}
    placed = {key: given.pop(key) for key in _OF_FACT}
    if record.get("answer") is None:
        raise DocumentError(name, number, 'the key "answer" is missing')
    return Draft(
        line=number,
        questions=tuple(NumberedLine(number, question) for question in _questions(record, number, name)),
        answer=_text(record, "answer", number, name),
        source=defaults.source(name, given),
        topic=_text(record, "topic", number, name),
        **placed,
        **{key: _text(record, key, number, name) for key in ("id", "as_of", "review_by", "checked")},
    )


def is_fact(record: object) -> bool:
    """Whether a JSON value has the shape of a fact: no other keys than ours, and a question or an answer."""
    keys = set(record) if isinstance(record, dict) else set()
    return bool(keys & {"answer", "question", "questions"}) and keys <= set(FACT_KEYS)


def _check_keys(record: dict[str, Any], known: tuple[str, ...], whose: str, line: int, name: str) -> None:
    for key in record:
        if key not in known:
            raise DocumentError(name, line, f'"{key}" is no key of {whose}: the keys are {listed(known)}')


def _questions(record: dict[str, Any], line: int, name: str) -> list[str]:
    """The phrasings, none for a passage. null counts as missing, as it does in every key."""
    single, several = record.get("question"), record.get("questions")
    if single is not None and several is not None:
        raise DocumentError(name, line, 'give "question" or "questions", not both')
    if single is not None:
        return [_text(record, "question", line, name)]
    if several is None:
        return []
    if not isinstance(several, list) or not all(isinstance(question, str) for question in several):
        raise DocumentError(name, line, '"questions" must be a list of texts')
    return several


def _text(record: dict[str, Any], key: str, line: int, name: str) -> str:
    value = record.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise DocumentError(name, line, f'"{key}" must be text')
    return value
