"""The facts of a table's rows, one at a time, so that the table may be of any size."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from bot.facts import Fact
from bot.importers.assembly import Draft, assemble
from bot.importers.document import Document
from bot.importers.lines import NumberedLine
from bot.importers.passages import passages
from bot.importers.tables import Columns, Row
from bot.importers.tidying import one_line


def facts_of_rows(
    document: Document, names: Sequence[str], sample: Sequence[Row], rows: Iterable[Row], **given: str
) -> Iterator[Fact]:
    """names: of the columns. sample: some rows, to learn what the columns are. given: what the document says of itself.

    Raises DocumentError for a table without a filled row.
    """
    columns = Columns.of(names, sample)
    source = document.source(**given)

    def drafts() -> Iterator[Draft]:
        for row in rows:
            place = row.place or f"line {row.line}"
            blocks = [block for block in columns.blocks(row) if block.text]
            if columns.question >= 0 and blocks:
                asked, told = blocks
                topic = one_line(row.cells[columns.topic]) if 0 <= columns.topic < len(row.cells) else ""
                yield Draft(
                    line=row.line,
                    questions=(NumberedLine(row.line, asked.text),),
                    answer=told.text,
                    source=source,
                    topic=topic,
                    place=place,
                    quote=one_line(told.text),
                    checked=document.checked,
                    is_document=True,
                )
                continue
            for passage in passages(blocks):
                yield Draft(
                    line=row.line,
                    questions=(),
                    answer=passage.text,
                    source=source,
                    place=place,
                    checked=document.checked,
                    is_document=True,
                )

    yield from assemble(drafts(), document.name)
