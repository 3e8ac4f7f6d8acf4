"""Rows of a table: questions with their answers where its columns are such, else what the row says, a line a cell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.importers.outline.blocks import QUESTION_LEVEL, Block, Kind, clean
from bot.importers.tidying import one_line

QUESTIONS = frozenset(
    "question questions q frage fragen pregunta question(s) domanda vraag pytanie вопрос 質問 问题".split()
)
ANSWERS = frozenset(
    "answer answers a antwort antworten respuesta réponse reponse risposta antwoord ответ 回答 答案".split()
)
TOPICS = frozenset("topic category section thema kategorie rubrik catégorie categoría".split())
_NAMES = frozenset(
    "name title country product item term word command option key label naam nom nombre titel land".split()
)

_NUMERIC = re.compile(r"[\s\d.,:;/%€$£¥+\-()eE]*")
_HUMP = re.compile(r"(?<=[a-z])[A-Z](?=[a-z])")
SAMPLE = 50
"""Rows that are looked at to learn how a table is built."""


@dataclass(frozen=True, slots=True)
class Row:
    """Cells with their place: "row 17", and the line where there are lines."""

    cells: Sequence[str]
    line: int = 0
    place: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: the names of its columns, some rows to learn from, all its rows once, and the topic of them all."""

    names: Sequence[str]
    sample: Sequence[Row]
    rows: Iterable[Row]
    topic: str = ""


@dataclass(frozen=True, slots=True)
class Columns:
    """What the columns of a table are.

    names: of all columns; "" for one without. label: the column that names a row, -1 for none. question, answer,
    topic: columns of a table of questions, -1 for none.
    """

    names: tuple[str, ...]
    label: int = -1
    question: int = -1
    answer: int = -1
    topic: int = -1

    @classmethod
    def of(cls, names: Sequence[str], sample: Sequence[Row]) -> Columns:
        """Told by the names, and by some rows."""
        tidy = tuple(_words(one_line(clean(name))) for name in names)
        keys = [name.casefold() for name in tidy]
        question, answer = _one_of(keys, QUESTIONS), _one_of(keys, ANSWERS)
        if question >= 0 and answer >= 0:
            return cls(tidy, -1, question, answer, _one_of(keys, TOPICS))
        return cls(tidy, _label(keys, sample))

    def blocks(self, row: Row) -> Iterator[Block]:
        """The row as blocks; none for an empty one."""
        cells = [one_line(clean(cell)) for cell in row.cells]
        if self.question >= 0:
            yield from self._asked(row, cells)
        elif text := self.text(cells):
            yield Block(Kind.ROW, text, line=row.line, place=row.place)

    def _asked(self, row: Row, cells: Sequence[str]) -> Iterator[Block]:
        question, answer = _cell(cells, self.question), _cell(row.cells, self.answer)
        if question and answer.strip():
            level = QUESTION_LEVEL
            yield Block(Kind.HEADING, question, level=level, asks=True, line=row.line, place=row.place)
            yield Block(Kind.TEXT, clean(answer).strip(), line=row.line, place=row.place)
            yield Block(Kind.END)

    def text(self, cells: Sequence[str]) -> str:
        """The row's name with each of its other cells: "Kenya — capital: Nairobi", a line each."""
        label = _cell(cells, self.label)
        lines = []
        for column, cell in enumerate(cells):
            if not cell or (column == self.label and label):
                continue
            name = self.names[column] if column < len(self.names) else ""
            said = f"{name}: {cell}" if name else cell
            lines.append(f"{label} — {said}" if label else said)
        return "\n".join(lines) if label else "; ".join(lines)


def is_header(cells: Sequence[str], rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first row names the columns: short texts, all different, no numbers, where rows below have some."""
    named = [one_line(cell) for cell in cells]
    filled = [name for name in named if name]
    if len(filled) * 2 < len(named) or not filled or len({*filled}) < len(filled):
        return False
    if any(len(name) > 80 or _NUMERIC.fullmatch(name) for name in filled):
        return False
    keys = {name.casefold() for name in filled}
    known = keys & (QUESTIONS | ANSWERS | _NAMES | TOPICS)
    return bool(known or not rows or _differs(named, rows))


def _differs(header: Sequence[str], rows: Sequence[Sequence[str]]) -> bool:
    """Whether some column's cells look unlike its name: numbers, or far longer, or names that come again."""
    for column, name in enumerate(header):
        cells = [row[column] for row in rows if column < len(row) and row[column].strip()]
        if cells and (
            all(map(_NUMERIC.fullmatch, cells))
            or sum(len(cell) for cell in cells) > 2 * len(name) * len(cells)
            or len({*cells}) * 2 < len(cells)
        ):
            return True
    return all(name[:1].isupper() == header[0][:1].isupper() for name in header) and len(rows) > 2


def _label(keys: Sequence[str], sample: Sequence[Row]) -> int:
    """The column whose cells name the rows: one called so, else the first whose cells are words and all different."""
    candidates: list[tuple[int, bool]] = []
    for column in range(min(len(keys), 8)):
        cells = [one_line(row.cells[column]) for row in sample if column < len(row.cells)]
        filled = [cell for cell in cells if cell]
        if len(filled) * 10 < len(cells) * 9 or not filled or len({*filled}) * 10 < len(filled) * 9:
            continue
        if sum(bool(_NUMERIC.fullmatch(cell)) for cell in filled) * 2 > len(filled) or max(map(len, filled)) > 120:
            continue
        codes = max(map(len, filled)) <= 3 and all(map(str.isupper, filled))
        candidates.append((column, codes))
    named = [column for column, _ in candidates if {*re.split(r"[^\w]+|_", keys[column])} & _NAMES]
    if named:
        return named[0]
    wordy = [column for column, codes in candidates if not codes]
    return next(iter(wordy or [column for column, _ in candidates]), -1)


def _words(name: str) -> str:
    """A column's name as people would write it: "callingCodes" and "postal_code" are identifiers of programs."""
    return _HUMP.sub(lambda hump: f" {hump[0].lower()}", name).replace("_", " ").strip() or name


def _one_of(keys: Sequence[str], names: frozenset[str]) -> int:
    return next((column for column, key in enumerate(keys) if key in names), -1)


def _cell(cells: Sequence[str], column: int) -> str:
    return cells[column] if 0 <= column < len(cells) else ""


def table_blocks(rows: Sequence[Row], *, headed: bool | None = None) -> Iterator[Block]:
    """A whole small table as blocks. headed: whether its first row names the columns; None: look."""
    if not rows:
        return
    if headed is None:
        headed = is_header(rows[0].cells, [row.cells for row in rows[1:SAMPLE]])
    body = rows[1:] if headed else rows
    width = max(len(row.cells) for row in rows)
    columns = Columns.of(rows[0].cells if headed else [""] * width, body[:SAMPLE])
    for row in body:
        yield from columns.blocks(row)


def is_consistent(widths: Sequence[int]) -> bool:
    """Whether rows are of one width, more than one cell."""
    return bool(widths) and widths[0] > 1 and all(a == b for a, b in pairwise(widths))
