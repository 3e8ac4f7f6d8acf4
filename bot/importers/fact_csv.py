r"""Fact CSV: facts as a spreadsheet shows them, a fact a row, read and written.

The columns are those of COLUMNS; "answer" and "id" must be there, the others may be left out. Phrasings stand in one
cell, a line each. A cell that a spreadsheet would take for a formula (it begins with = + - @) is written behind an
apostrophe, and read without it; a cell that begins so of itself gets another.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence

from bot.errors import DocumentError
from bot.facts import Fact
from bot.importers.assembly import Draft, assemble
from bot.importers.defaults import Defaults
from bot.importers.kinds.csv_rows import csv_rows
from bot.importers.lines import NumberedLine
from bot.importers.outline.tables import Row
from bot.importers.wording import listed

FACT_COLUMNS = ("id", "question", "answer", "topic", "as_of", "review_by", "checked", "locator", "anchor", "quote")
SOURCE_COLUMNS = ("title", "publisher", "author", "published", "url", "digest")
COLUMNS = (*FACT_COLUMNS, *SOURCE_COLUMNS)

_FORMULA = re.compile("'*[=+\\-@\t\uff1d\uff0b\uff0d\uff20]")


def is_fact_table(header: Sequence[str]) -> bool:
    """Whether the cells of a first row say that the rows below are facts."""
    names = [name.strip().lower() for name in header]
    return {"id", "answer"} <= set(names) <= set(COLUMNS) and len(set(names)) == len(names)


def read(lines: Iterable[str], name: str, defaults: Defaults) -> Iterator[Fact]:
    """The facts of a document, one at a time and in its order; empty rows are skipped.

    Raises DocumentError at the first row that cannot be read.
    """
    yield from assemble(drafts(csv_rows(lines, name, ","), name, defaults), name)


def write(facts: Iterable[Fact]) -> Iterator[str]:
    """Rows that read back as these facts, after one with the names of the columns."""
    yield _row(COLUMNS)
    for fact in facts:
        own = [getattr(fact, column) for column in FACT_COLUMNS if column != "question"]
        source = [getattr(fact.source, column) for column in SOURCE_COLUMNS]
        yield _row([own[0], "\n".join(fact.questions), *own[1:], *source])


def drafts(rows: Iterator[Row], name: str, defaults: Defaults) -> Iterator[Draft]:
    """The facts that rows describe, the first of which names the columns. Raises DocumentError."""
    header = next(rows, None)
    if header is None:
        return
    names = [cell.strip().lower() for cell in header.cells]
    if not is_fact_table(names):
        raise DocumentError(name, header.line, f"the first row names the columns of facts: {listed(COLUMNS)}")
    for row in rows:
        cells = [_unguarded(cell) for cell in row.cells]
        if not any(map(str.strip, cells)):
            continue
        if len(cells) > len(names):
            raise DocumentError(name, row.line, f"the row has {len(cells)} cells, and there are {len(names)} columns")
        given = dict(zip(names, cells, strict=False))
        questions = [question for question in given.pop("question", "").split("\n") if question.strip()]
        source = {column: given.pop(column, "") for column in SOURCE_COLUMNS}
        yield Draft(
            line=row.line,
            questions=tuple(NumberedLine(row.line, question) for question in questions),
            source=defaults.source(name, source),
            **given,
        )


def _row(cells: Iterable[str]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow(["'" + cell if _FORMULA.match(cell) else cell for cell in cells])
    return text.getvalue()


def _unguarded(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell
