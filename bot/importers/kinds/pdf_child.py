"""A program of its own that reads the lines of a PDF: `python pdf_child.py FILE`.

PDFium is C++, and a PDF may be made to harm it: so it runs outside the process that writes the fact table, with limits
on memory and processor time, and it can be ended when a page takes too long. This file uses nothing of factbot's.

Writes one JSON array a line: first the page count and what the document says of itself, then for each page its lines,
each [text, left, baseline, right, size of the letters, bold, monospaced] in points; a line
that ends in U+FFFE ends within a word; or {"error": "..."} and nothing more.
"""

from __future__ import annotations

import ctypes
import json
import sys
from contextlib import suppress
from typing import Any

MEMORY = 1024**3
"""Bytes of address space."""
SECONDS = 600
"""Of processor time, for the whole document."""
LONGEST_PAGE = 200_000
"""Characters of a page that are read."""

_LINE_END = frozenset({10, 13})
_HYPHEN = frozenset({2, 0xFFFE})
"""What PDFium writes for a hyphen that only divides a word between two lines."""
_BOLD = ("bold", "black", "heavy", "demi")
_MONOSPACED = ("mono", "courier", "consol", "cmtt", "code", "typewriter", "-tt", "menlo")


def main(path: str) -> None:
    """Write what the file holds to standard output."""
    _limit()
    import pypdfium2  # noqa: PLC0415 - after the limits are set

    raw = pypdfium2.raw
    try:
        document = pypdfium2.PdfDocument(path)
        given = document.get_metadata_dict(skip_empty=True)
        pages = len(document)
    except pypdfium2.PdfiumError as error:
        _say({"error": "password" if getattr(error, "err_code", 0) == raw.FPDF_ERR_PASSWORD else "damaged"})
        return
    _say([pages, given])
    for number in range(pages):
        lines: list[list[Any]] = []
        with suppress(pypdfium2.PdfiumError):
            page = document[number]
            text = page.get_textpage()
            lines = list(_lines(raw, text.raw, min(text.count_chars(), LONGEST_PAGE)))
            text.close()
            page.close()
        _say(lines)


def _limit() -> None:
    try:
        import resource  # noqa: PLC0415 - not on Windows, where the parent's patience is the only limit
    except ImportError:
        return
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


def _say(value: object) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=True) + "\n")
    sys.stdout.flush()


def _lines(raw: Any, page: Any, length: int) -> Any:  # noqa: ANN401 - PDFium's own handles
    codes: list[int] = []
    first = last = -1
    for index in range(length):
        code = raw.FPDFText_GetUnicode(page, index)
        if code in _LINE_END:
            if first >= 0:
                yield _line(raw, page, codes, first, last)
            codes, first = [], -1
            continue
        divides = code in _HYPHEN
        codes.append(0xFFFE if divides else code)
        if code not in {32, 160}:
            first, last = (first if first >= 0 else index), index
        if divides:
            yield _line(raw, page, codes, first, last)
            codes, first = [], -1
    if first >= 0:
        yield _line(raw, page, codes, first, last)


def _line(raw: Any, page: Any, codes: list[int], first: int, last: int) -> list[Any]:  # noqa: ANN401
    left, _ = _box(raw, page, first)
    _, right = _box(raw, page, last)
    across, baseline = ctypes.c_double(), ctypes.c_double()
    raw.FPDFText_GetCharOrigin(page, first, across, baseline)
    size = raw.FPDFText_GetFontSize(page, first)
    names = [_font(raw, page, first + (last - first) * part // 8) for part in range(9)]
    names = [name for name in names if name]
    bold = bool(names) and all(any(sign in name for sign in _BOLD) for name in names)
    monospaced = bool(names) and all(any(sign in name for sign in _MONOSPACED) for name in names)
    text = "".join(chr(code) for code in codes if 0 < code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF)
    return [text, round(left, 1), round(baseline.value, 1), round(right, 1), round(size, 1), bold, monospaced]


def _box(raw: Any, page: Any, index: int) -> tuple[float, float]:  # noqa: ANN401
    edges = [ctypes.c_double() for _ in range(4)]
    raw.FPDFText_GetCharBox(page, index, *edges)
    left, right, *_ = (edge.value for edge in edges)
    return left, right


def _font(raw: Any, page: Any, index: int) -> str:  # noqa: ANN401
    name = ctypes.create_string_buffer(128)
    flags = ctypes.c_int()
    raw.FPDFText_GetFontInfo(page, index, name, 128, ctypes.byref(flags))
    return name.value.decode("utf-8", "replace").lower()


if __name__ == "__main__":
    main(sys.argv[1])
