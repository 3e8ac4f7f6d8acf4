"""The facts of a value of JSON or YAML: of its records, wherever they stand in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bot.errors import DocumentError
from bot.facts import Fact
from bot.importers import fact_jsonl
from bot.importers.assembly import Draft, assemble
from bot.importers.document import Document
from bot.importers.kinds.json_records import record_cells, scalar
from bot.importers.outline.row_facts import drafts_of_rows
from bot.importers.outline.tables import ANSWERS, QUESTIONS, SAMPLE, Row, Sheet
from bot.importers.tidying import one_line

DEEPEST = 8
"""Values inside values among which records are looked for."""

_GIVEN = {
    **{key: key for key in ("title", "publisher", "author", "published", "url")},
    "name": "title",
    "date": "published",
}


def facts_of_value(document: Document, value: object) -> Iterator[Fact]:
    """A list of facts is read strictly, as fact JSONL is; else every list or map of records is a table.

    Raises DocumentError for a value that holds no records.
    """
    records = value if isinstance(value, list) else [value]
    if records and fact_jsonl.is_fact(records[0]):
        yield from assemble(_facts(document, records), document.name)
        return
    given: dict[str, str] = {}
    if isinstance(value, Mapping):
        given = {_GIVEN[key]: one_line(scalar(text)) for key, text in value.items() if key in _GIVEN and scalar(text)}
        if not any(isinstance(inner, Mapping | list) for inner in value.values()):
            given = {}
    yield from assemble(_drafts(document, value, given, "", 0), document.name)


def _facts(document: Document, records: Sequence[object]) -> Iterator[Draft]:
    for number, record in enumerate(records, 1):
        if not isinstance(record, dict):
            raise DocumentError(document.name, None, f"value {number} is no object, and a fact is one")
        yield fact_jsonl.draft(record, number, document.name, document.defaults)


def _drafts(document: Document, value: object, given: Mapping[str, str], topic: str, depth: int) -> Iterator[Draft]:
    if depth > DEEPEST:
        return
    records = list(_records(value))
    if records:
        yield from _table(document, records, given, topic)
        return
    inner = (
        value.items()
        if isinstance(value, Mapping)
        else ((topic, one) for one in value)
        if isinstance(value, list)
        else ()
    )
    for key, one in inner:
        yield from _drafts(document, one, given, str(key), depth + 1)
    if isinstance(value, Mapping):
        plain = {str(key): text for key, one in value.items() if (text := scalar(one)) and str(key) not in _GIVEN}
        if plain or (depth == 0 and not given):
            yield from _table(document, [("", plain or dict(value))], given, topic)


def _records(value: object) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The objects of a list, or of a map from names to objects of one kind; each with its name."""
    if isinstance(value, list):
        records = [one for one in value if isinstance(one, Mapping)]
        if len(records) * 2 > len(value) and any(map(_has_text, records)):
            yield from (("", record) for record in records)
    elif isinstance(value, Mapping) and len(value) > 1:
        if all(isinstance(one, Mapping) and _has_text(one) for one in value.values()):
            yield from ((str(key), record) for key, record in value.items())
        elif all(isinstance(one, str) for one in value.values()) and all(str(key).endswith("?") for key in value):
            yield from ((str(key), {"question": str(key), "answer": one}) for key, one in value.items())


def _has_text(record: Mapping[str, Any]) -> bool:
    return any(scalar(value) for value in record.values())


def _table(
    document: Document, records: Sequence[tuple[str, Mapping[str, Any]]], given: Mapping[str, str], topic: str
) -> Iterator[Draft]:
    cells = [record_cells(record) for _, record in records]
    names = list(dict.fromkeys(key for row in cells for key in row))
    keyed = any(key for key, _ in records)
    asks = {name.casefold() for name in names}
    if keyed and not (asks & QUESTIONS and asks & ANSWERS):
        for (key, _), row in zip(records, cells, strict=True):
            row["name"] = row.get("name") or key
        names = ["name", *(name for name in names if name != "name")]
    rows = [Row([row.get(name, "") for name in names], place=f"record {at}") for at, row in enumerate(cells, 1)]
    yield from drafts_of_rows(document, Sheet(names, rows[:SAMPLE], rows, topic), given)
