"""The facts of a table's rows, one at a time, so that the table may be of any size."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from bot.facts import Fact, Source
from bot.importers.assembly import Draft, assemble
from bot.importers.blocks import Block
from bot.importers.document import Document
from bot.importers.lines import NumberedLine
from bot.importers.passages import passages
from bot.importers.tables import Columns, Row
from bot.importers.tidying import one_line


def facts_of_rows(document: Document, names: Sequence[str], sample: Sequence[Row], rows: Iterable[Row]) -> Iterator[Fact]:
    """names: of the columns. sample: some rows, to learn what the columns are.

    Raises DocumentError for a table without a filled row.
    """
    yield from assemble(drafts_of_rows(document, names, sample, rows, {}), document.name)


def drafts_of_rows(
    document: Document,
    names: Sequence[str],
    sample: Sequence[Row],
    rows: Iterable[Row],
    given: Mapping[str, str],
    topic: str = "",
) -> Iterator[Draft]:
    """given: what the document says of itself, by the fields of Source. topic: of all rows that name none."""
    columns = Columns.of(names, sample)
    source = document.source(**given)
    for row in rows:
        own = one_line(row.cells[columns.topic]) if 0 <= columns.topic < len(row.cells) else ""
        blocks = [block for block in columns.blocks(row) if block.text]
        if columns.question >= 0 and blocks:
            asked, told = blocks
            yield _draft(document, source, row, told, told.text, own or topic, asked.text)
            continue
        for passage in passages(blocks):
            yield _draft(document, source, row, passage.first, passage.text, topic)


def _draft(
    document: Document, source: Source, row: Row, block: Block, text: str, topic: str, question: str = ""
) -> Draft:
    return Draft(
        line=row.line,
        questions=(NumberedLine(row.line, question),) if question else (),
        answer=text,
        source=source,
        topic=topic,
        place=row.place or f"line {block.line}",
        quote=one_line(text) if question else "",
        checked=document.checked,
        is_document=True,
    )
