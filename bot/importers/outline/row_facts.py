"""The facts of a table's rows, one at a time, so that the table may be of any size."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from bot.facts import Fact
from bot.importers.assembly import Draft, assemble
from bot.importers.document import Document
from bot.importers.lines import NumberedLine
from bot.importers.outline.passages import passages
from bot.importers.outline.tables import Columns, Sheet
from bot.importers.tidying import one_line


def facts_of_rows(document: Document, sheet: Sheet) -> Iterator[Fact]:
    """The facts of a document that is one table. Raises DocumentError for a table without a filled row."""
    yield from assemble(drafts_of_rows(document, sheet, {}), document.name)


def drafts_of_rows(document: Document, sheet: Sheet, given: Mapping[str, str]) -> Iterator[Draft]:
    """Rows as drafts. given: what the document says of itself, by the fields of Source."""
    columns = Columns.of(sheet.names, sheet.sample)
    source = document.source(**given)
    for row in sheet.rows:
        blocks = [block for block in columns.blocks(row) if block.text]
        draft = Draft(
            line=row.line,
            questions=(),
            answer="",
            source=source,
            topic=sheet.topic,
            place=row.place or f"line {row.line}",
            checked=document.checked,
        )
        if columns.question >= 0 and blocks:
            asked, told = blocks
            own = one_line(row.cells[columns.topic]) if 0 <= columns.topic < len(row.cells) else ""
            yield replace(
                draft,
                questions=(NumberedLine(row.line, asked.text),),
                answer=told.text,
                topic=own or sheet.topic,
                quote=one_line(told.text),
            )
        else:
            yield from (replace(draft, answer=passage.text) for passage in passages(blocks))
