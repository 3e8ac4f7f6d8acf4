"""CSV and TSV as rows, one at a time, of a file of any size."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from itertools import count

from bot.errors import DocumentError
from bot.importers.outline.tables import Row, is_consistent

DELIMITERS = ",;\t|"
LONGEST_CELL = 1024 * 1024
"""Characters; far more than an answer may have."""
LONGEST_ROW = 100_000
"""Lines of one row: where a quotation mark is never closed, the rest of the file would be one."""


def csv_rows(lines: Iterable[str], name: str, delimiter: str, *, quoted: bool = True) -> Iterator[Row]:
    """The rows, each with the number of the line it begins on, and its own as a spreadsheet counts them.

    Raises DocumentError for a row that is never closed, or a cell beyond LONGEST_CELL.
    """
    csv.field_size_limit(LONGEST_CELL)
    counted = _Counted(lines, name)
    reader = csv.reader(counted, delimiter=delimiter, quoting=csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE)
    for number in count(1):
        counted.start = counted.number
        try:
            cells = next(reader, None)
        except csv.Error as error:
            problem = f"the row cannot be read: {str(error) or 'malformed CSV'}; is a quotation mark not closed?"
            raise DocumentError(name, counted.start + 1, problem) from None
        if cells is None:
            return
        yield Row(cells, counted.start + 1, f"row {number}")


def delimiter_of(lines: Sequence[str]) -> str:
    """The delimiter that cuts the lines into rows of one width, of more than one cell; "" where none does."""
    best, cells = "", 1
    for delimiter in DELIMITERS:
        try:
            # the last line may be half of a row
            widths = [len(row) for row in csv.reader(lines, delimiter=delimiter) if row][: max(len(lines) - 1, 1)]
        except csv.Error:
            continue
        ordinary = max(set(widths), key=widths.count, default=1)
        if ordinary > cells and widths.count(ordinary) * 10 >= len(widths) * 6 and is_consistent(widths[:1] * 2):
            best, cells = delimiter, ordinary
    return best


class _Counted:
    """Lines as the csv module takes them, with the number of those taken; one row may not take too many."""

    def __init__(self, lines: Iterable[str], name: str) -> None:
        self._lines = iter(lines)
        self._name = name
        self.number = 0
        self.start = 0

    def __iter__(self) -> Iterator[str]:
        for line in self._lines:
            self.number += 1
            if self.number - self.start > LONGEST_ROW:
                problem = f"the row goes on for more than {LONGEST_ROW:,} lines: a quotation mark is not closed"
                raise DocumentError(self._name, self.start + 1, problem)
            yield line.removeprefix("\ufeff") if self.number == 1 else line
