"""DOCX: paragraphs with their styles, lists and tables, in the order of the document."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING
from zipfile import BadZipFile

from bot.errors import DocumentError
from bot.facts import Fact
from bot.importers.document import Document
from bot.importers.kinds.extra import missing
from bot.importers.kinds.zipped import check_zip
from bot.importers.outline.anchoring import Slugs
from bot.importers.outline.blocks import Block, Kind, Outline, clean
from bot.importers.outline.facts import facts_of
from bot.importers.outline.furniture import is_furniture
from bot.importers.outline.tables import Row, table_blocks
from bot.importers.tidying import one_line

if TYPE_CHECKING:
    from docx.document import Document as Docx
    from docx.table import Table
    from docx.text.paragraph import Paragraph

_HEADING = re.compile(r"(?:heading|überschrift|titre|título)\s*(\d)", re.IGNORECASE)
_TITLE = frozenset({"title", "titel", "titre", "título"})
_CONTENTS = re.compile(r"(?:toc|table of contents|verzeichnis|header|footer|caption|index)\b", re.IGNORECASE)
_LIST = re.compile(r"list|compact|aufzählung", re.IGNORECASE)
_CODE = re.compile(r"code|verbatim|preformatted|html pre", re.IGNORECASE)


def read(document: Document) -> Iterator[Fact]:
    """The facts of a Word document. Raises DocumentError for one that is damaged, locked, or a bomb."""
    check_zip(document.file, document.name, "word/document.xml", "DOCX document")
    try:
        import docx  # noqa: PLC0415 - of the extra "documents"
    except ImportError:
        raise missing(document.name, "DOCX") from None
    try:
        opened = docx.Document(document.file)
        taken = outline(opened)
    except (KeyError, ValueError, AttributeError, TypeError, SyntaxError, BadZipFile, RecursionError):
        raise DocumentError(document.name, None, "this DOCX document is damaged") from None
    return facts_of(document, taken)


def outline(opened: Docx) -> Outline:
    """The document taken apart."""
    properties = opened.core_properties
    blocks = list(_blocks(opened))
    title = clean(properties.title or "") or next(
        (b.text for b in blocks[:3] if b.kind is Kind.HEADING and b.level == 1), ""
    )
    date = properties.created
    given = {
        "title": title,
        "author": clean(properties.author or "").replace("python-docx", ""),
        "published": date.date().isoformat() if date and date.year > 1980 else "",
    }
    return Outline(tuple(blocks), given, "\n".join(block.text for block in blocks))


def _blocks(opened: Docx) -> Iterator[Block]:
    from docx.text.paragraph import Paragraph  # noqa: PLC0415 - of the extra "documents"

    number = tables = 0
    slugs = Slugs()
    code: list[str] = []
    for content in opened.iter_inner_content():
        if not isinstance(content, Paragraph):
            yield from _code(code, number)
            code = []
            tables += 1
            yield from _table(content, tables)
            continue
        text = clean(content.text)
        style = _style(content)
        number += bool(text.strip())
        if _CODE.search(style):
            code += text.split("\n")
            continue
        yield from _code(code, number)
        code = []
        if one_line(text) and not is_furniture(text) and not _CONTENTS.match(style):
            yield _block(content, one_line(text), style, f"paragraph {number}", slugs)
    yield from _code(code, number)


def _code(lines: list[str], number: int) -> Iterator[Block]:
    if any(line.strip() for line in lines):
        yield Block(Kind.CODE, "\n".join(lines).strip("\n"), place=f"paragraph {number}")


def _style(paragraph: Paragraph) -> str:
    try:
        return paragraph.style.name or "" if paragraph.style else ""
    except (KeyError, AttributeError):
        return ""


def _block(paragraph: Paragraph, text: str, style: str, place: str, slugs: Slugs) -> Block:
    if found := _HEADING.match(style):
        slugs.of(text)
        return Block(Kind.HEADING, text, level=min(int(found[1]) or 1, 6), place=place)
    if style.lower() in _TITLE:
        return Block(Kind.HEADING, text, level=1, place=place)
    runs = [run for run in paragraph.runs if run.text.strip()]
    strong = text if runs and all(run.bold for run in runs) else ""
    if "definition term" in style.lower():
        return Block(Kind.TEXT, text, leads=True, strong=strong, place=place)
    numbered = paragraph._p.pPr is not None and paragraph._p.pPr.numPr is not None  # noqa: SLF001 - python-docx tells it nowhere else
    return Block(Kind.ITEM if numbered or _LIST.search(style) else Kind.TEXT, text, strong=strong, place=place)


def _table(table: Table, number: int) -> Iterator[Block]:
    rows = [
        Row([one_line(clean(cell.text)) for cell in row.cells], place=f"table {number}, row {at}")
        for at, row in enumerate(table.rows, 1)
    ]
    yield from table_blocks(rows)
