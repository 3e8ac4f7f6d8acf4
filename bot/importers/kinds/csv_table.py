"""CSV and TSV tables, read row by row: questions with answers, or what each row says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice

from bot.facts import Fact
from bot.importers import fact_csv
from bot.importers.assembly import EmptyDocumentError
from bot.importers.document import Document
from bot.importers.kinds.csv_rows import csv_rows, delimiter_of
from bot.importers.outline.row_facts import facts_of_rows
from bot.importers.outline.tables import SAMPLE, Row, Sheet, is_header


def read(document: Document) -> Iterator[Fact]:
    """The facts of a table. Lines at its head that begin with "#" tell of it, the last of them may name the columns."""
    head = list(islice(document.lines(), SAMPLE * 4))
    remarks = list(_remarks(head))
    sample = head[len(remarks) :]
    delimiter = "\t" if document.suffix in {".tsv", ".tab"} else delimiter_of(sample[:SAMPLE]) or ","
    rows = csv_rows(document.lines(), document.name, delimiter, quoted=document.suffix not in {".tsv", ".tab"})
    body = (row for row in rows if row.line > len(remarks) and any(map(str.strip, row.cells)) and not _is_remark(row))
    first = next(body, None)
    if first is None:
        raise EmptyDocumentError(document.name, None, "there are no rows in it")
    if not remarks and fact_csv.is_fact_table(first.cells):
        return fact_csv.read(document.lines(), document.name, document.defaults)
    looked_at = list(islice(body, SAMPLE))
    names = _named_by(remarks, delimiter, len(first.cells))
    if names is None and is_header(first.cells, [row.cells for row in looked_at]):
        names = list(first.cells)
    else:
        looked_at.insert(0, first)
    sheet = Sheet(names or [""] * len(first.cells), looked_at, chain(looked_at, body))
    return facts_of_rows(document, sheet)


def _remarks(lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        if line.strip() and not line.lstrip("\ufeff").startswith("#"):
            return
        yield line


def _is_remark(row: Row) -> bool:
    return row.cells[0].startswith("#")


def _named_by(remarks: Sequence[str], delimiter: str, width: int) -> list[str] | None:
    for line in reversed(remarks):
        cells = [cell.strip() for cell in line.strip().lstrip("#").split(delimiter)]
        if len(cells) > 1 and len(cells) >= width and all(cells):
            return cells
    return None
