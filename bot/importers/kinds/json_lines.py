"""JSON Lines: facts, or any records, of which each becomes what a table's row becomes."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, islice

from bot.errors import DocumentError
from bot.facts import Fact
from bot.importers import fact_jsonl
from bot.importers.document import Document
from bot.importers.json_line import json_object
from bot.importers.kinds.json_records import record_cells
from bot.importers.lines import numbered
from bot.importers.outline.row_facts import facts_of_rows
from bot.importers.outline.tables import SAMPLE, Row, Sheet


def read(document: Document) -> Iterator[Fact]:
    """The facts of a document, one at a time. What its first line is, all are."""
    records = (
        (line.number, json_object(line, document.name, "record", '{"name": "…"}'))
        for line in numbered(document.lines())
        if line.text.strip()
    )
    try:
        looked_at = list(islice(records, 1))
    except DocumentError:
        looked_at = []
    if not looked_at or fact_jsonl.is_fact(looked_at[0][1]):
        yield from fact_jsonl.read(document.lines(), document.name, document.defaults)
        return
    looked_at += islice(records, SAMPLE)
    names = list(dict.fromkeys(key for _, record in looked_at for key in record_cells(record)))

    def row(number: int, record: dict[str, object]) -> Row:
        cells = record_cells(record)
        return Row([cells.get(name, "") for name in names], number)

    rows = (row(number, record) for number, record in chain(looked_at, records))
    yield from facts_of_rows(document, Sheet(names, [row(*one) for one in looked_at], rows))
