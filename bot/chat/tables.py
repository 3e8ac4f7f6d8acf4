"""Tables in Markdown, which Discord does not draw: set in code with their columns under one another."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

WIDEST: Final = 72
"""Columns of text; a wider table would break its lines and is told row by row."""

_TABLE: Final = re.compile(
    r"^[ \t]*\|?[^\n|]+\|[^\n]*\n"  # the heads
    r"[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*(?:\n|\Z)"  # the rule below them
    r"(?:[^\n]*\|[^\n]*(?:\n|\Z))*",
    re.MULTILINE,
)
_CELL: Final = re.compile(r"(?<!\\)\|")


def tables_as_code(text: str) -> str:
    """The text with its tables as code blocks; those in code already stay as they are."""
    if "|" not in text or "-" not in text:
        return text
    parts = re.split(r"(```.*?(?:```|\Z))", text, flags=re.DOTALL)
    return "".join(part if part.startswith("```") else _TABLE.sub(_drawn, part) for part in parts)


def _drawn(table: re.Match[str]) -> str:
    head, _, *rows = [_cells(line) for line in table[0].strip().splitlines()]
    if len(head) < 2:
        return table[0]
    rows = [(row + [""] * len(head))[: len(head)] for row in rows]
    widths = [max(_width(row[column]) for row in (head, *rows)) for column in range(len(head))]
    end = "\n" if table[0].endswith("\n") else ""
    if sum(widths) + 3 * len(widths) > WIDEST:
        return "\n".join(_told(head, row) for row in rows) + end
    lines = [_line(head, widths), "-+-".join("-" * width for width in widths), *(_line(row, widths) for row in rows)]
    return "```\n" + "\n".join(lines) + "\n```" + end


def _cells(line: str) -> list[str]:
    cells = [cell.strip().replace("\\|", "|").replace("`", "'") for cell in _CELL.split(line.strip())]
    return cells[line.strip().startswith("|") : len(cells) - (line.strip().endswith("|") and len(cells) > 1)]


def _line(cells: list[str], widths: list[int]) -> str:
    padded = (cell + " " * (width - _width(cell)) for cell, width in zip(cells, widths, strict=True))
    return " | ".join(padded).rstrip()


def _told(head: list[str], row: list[str]) -> str:
    return "- " + "; ".join(f"{name}: {cell}" for name, cell in zip(head, row, strict=True) if cell)


def _width(text: str) -> int:
    """Columns that a text takes in a font of one width; Chinese, Japanese and Korean letters take two."""
    wide = sum(unicodedata.east_asian_width(character) in "WF" for character in text)
    return len(text) + wide - sum(unicodedata.category(character) in ("Mn", "Me") for character in text)
