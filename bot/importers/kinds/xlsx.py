"""XLSX: every sheet is a table, read row by row."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from datetime import date, datetime
from itertools import chain, islice
from typing import TYPE_CHECKING

from bot.errors import DocumentError
from bot.facts import Fact
from bot.importers import fact_csv
from bot.importers.assembly import assemble
from bot.importers.document import Document
from bot.importers.kinds.extra import missing
from bot.importers.kinds.zipped import check_zip
from bot.importers.outline.row_facts import drafts_of_rows
from bot.importers.outline.tables import SAMPLE, Row, Sheet, is_header

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from bot.importers.assembly import Draft

WIDEST = 1_000
"""Columns that are read."""


def read(document: Document) -> Iterator[Fact]:
    """The facts of a workbook. Raises DocumentError for one that is damaged, locked, or a bomb."""
    check_zip(document.file, document.name, "xl/workbook.xml", "XLSX workbook")
    try:
        import openpyxl  # noqa: PLC0415 - of the extra "documents"
    except ImportError:
        raise missing(document.name, "XLSX") from None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(document.file, read_only=True, data_only=True)
            yield from assemble(_drafts(document, book), document.name)
            book.close()
    except DocumentError:
        raise
    except Exception as error:
        # openpyxl names no errors of its own for the many ways in which a workbook may be damaged
        raise DocumentError(document.name, None, f"this XLSX workbook is damaged ({type(error).__name__})") from error


def _drafts(document: Document, book: Workbook) -> Iterator[Draft]:
    properties = book.properties
    given = {
        "title": properties.title or "",
        "author": (properties.creator or "").replace("openpyxl", ""),
        "published": properties.created.date().isoformat() if properties.title and properties.created else "",
    }
    several = len(book.worksheets) > 1
    for sheet in book.worksheets:
        rows = _rows(sheet, several=several)
        looked_at = list(islice(rows, SAMPLE))
        if not looked_at:
            continue
        first = looked_at[0]
        if fact_csv.is_fact_table(first.cells):
            yield from fact_csv.drafts(chain(looked_at, rows), document.name, document.defaults)
            continue
        headed = is_header(first.cells, [row.cells for row in looked_at[1:]])
        names = first.cells if headed else [""] * len(first.cells)
        body = looked_at[1:] if headed else looked_at
        topic = str(sheet.title) if several else ""
        yield from drafts_of_rows(document, Sheet(names, body, chain(body, rows), topic), given)


def _rows(sheet: Worksheet, *, several: bool) -> Iterator[Row]:
    """The filled rows of a sheet."""
    where = f"sheet {sheet.title}, " if several else ""
    for number, values in enumerate(sheet.iter_rows(values_only=True, max_col=WIDEST), 1):
        cells = [_text(value) for value in values]
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            yield Row(cells, number, f"{where}row {number}")


def _text(value: object) -> str:
    """A cell as a person reads it."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        plain = value.time().isoformat() == "00:00:00"
        return value.date().isoformat() if plain else value.isoformat(" ", "minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)
