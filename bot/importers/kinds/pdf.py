"""PDF: printed lines become paragraphs and headings again; what recurs on the pages is left out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.errors import DocumentError
from bot.facts import Fact
from bot.importers.document import Document
from bot.importers.kinds.pdf_lines import Line, Pages, read_pages
from bot.importers.outline.asking import marked_question
from bot.importers.outline.blocks import Block, Kind, Outline, clean
from bot.importers.outline.facts import facts_of
from bot.importers.outline.furniture import is_furniture
from bot.importers.outline.wrapping import Wrapping

_BULLET = re.compile(r"(?:[•‣◦▪–—*-]|\(?\d{1,2}[.)]|\(?[a-z][.)])\s*(?=\S)")
_NUMBERED = re.compile(
    r"(\d+(?:\.\d+)+|[A-Z](?:\.\d+)+)\.?\s+\S|(?:chapter|kapitel|part|appendix)\s+\w+", re.IGNORECASE
)
_LEADERS = re.compile(r".*(?:\.\s?){4,}\s*[\divxlc]*")
_DIGITS = re.compile(r"\d+")
_DATE = re.compile(r"D?:?(\d{4})(\d\d)?(\d\d)?")
_PRINTED = re.compile(r"[\w.]{1,10}\s[\w.]{1,10},?\s\d{4}|\d{4}-\d\d-\d\d")
"""A date on a title page."""
_LONGEST_HEADING = 160


@dataclass(frozen=True, slots=True)
class _Type:
    """How most of a document is set: the size of its letters, and the distance of its lines over that size."""

    size: float
    leading: float


def read(document: Document) -> Iterator[Fact]:
    """The facts of a PDF. Raises DocumentError for one without a text layer."""
    pages = read_pages(document)
    if not any(line.text.strip() for lines in pages.lines for line in lines):
        raise DocumentError(
            document.name, None, "this PDF has no text layer: it holds pictures of pages, and needs OCR first"
        )
    return facts_of(document, outline(pages))


def outline(pages: Pages) -> Outline:
    """The pages taken apart."""
    kept = _without_furniture(pages.lines)
    text = "\n".join(line.text for lines in kept for line in lines)
    words = Wrapping.of(text)
    set_in = _type(kept)
    groups = [(number, group) for number, lines in enumerate(kept, 1) for group in _groups(lines, set_in)]
    blocks = list(_joined(_blocks(groups, set_in, words)))
    given = {
        "title": clean(pages.given.get("Title", "")),
        "author": clean(pages.given.get("Author", "")),
        "published": _date(pages.given.get("CreationDate", "")),
    }
    if not given["title"]:
        first = [block for block in blocks[:6] if block.kind is Kind.HEADING and block.place == "page 1"]
        given["title"] = first[0].text if first else ""
    return Outline(tuple(blocks), given, text)


def _date(text: str) -> str:
    found = _DATE.match(text)
    return "-".join(part for part in found.groups() if part) if found else ""


def _without_furniture(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """The pages without running heads and feet, page numbers and tables of contents."""
    recurring: Counter[str] = Counter()
    for lines in pages:
        recurring.update({_shape(line) for line in _edges(lines)})
    often = {shape for shape, times in recurring.items() if times >= 3 and times * 50 >= len(pages)}
    heads = _running_heads(pages)
    kept = []
    for lines in pages:
        edges = {id(line) for line in _edges(lines)}
        body = [
            line
            for line in lines
            if id(line) not in heads
            and not (id(line) in edges and (_shape(line) in often or is_furniture(line.text)))
            and not _LEADERS.fullmatch(line.text)
        ]
        leaders = sum(_LEADERS.fullmatch(line.text) is not None for line in lines)
        kept.append([] if leaders * 2 > len(lines) > 4 else body)
    return kept


def _running_heads(pages: Sequence[Sequence[Line]]) -> set[int]:
    """The ids of the lines that stand at the head of their page where most pages have one, apart from the text."""
    tops: list[tuple[int, list[Line]]] = []
    for lines in pages:
        highest = sorted(lines, key=lambda line: -line.baseline)
        if len(highest) < 3:
            continue
        head = [line for line in highest if highest[0].baseline - line.baseline < 2]
        below = highest[len(head)].baseline if len(head) < len(highest) else 0.0
        if head[0].baseline - below > 2 * head[0].size and all(len(line.text) < 120 for line in head):
            tops.append((round(head[0].baseline), head))
    usual = Counter(height for height, _ in tops).most_common(2)
    heights = {height for height, times in usual if times >= 3 and times * 4 >= len(pages)}
    return {id(line) for height, head in tops if height in heights for line in head}


def _edges(lines: Sequence[Line]) -> list[Line]:
    """The two highest and the two lowest lines of a page."""
    sorted_lines = sorted(lines, key=lambda line: line.baseline)
    return [*sorted_lines[:2], *sorted_lines[2:][-2:]]


def _shape(line: Line) -> str:
    return _DIGITS.sub("#", line.text.casefold()).strip()


def _type(pages: Sequence[Sequence[Line]]) -> _Type:
    sizes: Counter[float] = Counter()
    leadings: Counter[float] = Counter()
    for lines in pages:
        for line in lines:
            sizes[round(line.size)] += len(line.text)
    size = sizes.most_common(1)[0][0] if sizes else 10.0
    for lines in pages:
        for before, line in pairwise(lines):
            gap = before.baseline - line.baseline
            if round(before.size) == round(line.size) == size and 0 < gap < 3 * size:
                leadings[round(gap, 1)] += 1
    return _Type(size, leadings.most_common(1)[0][0] if leadings else size * 1.2)


def _groups(lines: Sequence[Line], set_in: _Type) -> Iterator[list[Line]]:
    """Lines that stand together: paragraphs, headings, items, listings."""
    group: list[Line] = []
    margin = max((line.right for line in lines), default=0.0)
    for line in lines:
        if group and _parts(group, line, set_in, margin):
            yield group
            group = []
        group.append(line)
    if group:
        yield group


def _parts(group: Sequence[Line], line: Line, set_in: _Type, margin: float) -> bool:
    """Whether the line begins something new."""
    before = group[-1]
    gap = before.baseline - line.baseline
    if abs(gap) < 2 and line.left > before.left:
        return False
    leading = set_in.leading * max(before.size, line.size) / set_in.size
    if gap > leading * 1.17 or gap < -leading or round(line.size) != round(before.size):
        return True
    if line.monospaced != before.monospaced or (line.bold != before.bold and not before.divided):
        return True
    if _BULLET.match(line.text) and (line.left < before.left - 3 or _ends(before) or _BULLET.match(group[0].text)):
        return abs(line.left - group[0].left) < 2 or line.left != before.left
    indented = line.left - before.left > set_in.size * 0.8
    short = before.right < margin - 6 * set_in.size
    return _ends(before) and (indented or short) and not before.divided


def _ends(line: Line) -> bool:
    return line.text.rstrip().endswith((".", "?", "!", ":", "”", '"', ")"))


def _blocks(groups: Sequence[tuple[int, list[Line]]], set_in: _Type, words: Wrapping) -> Iterator[Block]:
    sizes = sorted({round(group[0].size) for _, group in groups if _is_heading(group, set_in)}, reverse=True)[:4]
    for number, (page, group) in enumerate(groups):
        place, anchor = f"page {page}", f"#page={page}"
        text = _text(group, words)
        if not text or is_furniture(text):
            continue
        if _is_heading(group, set_in):
            size = round(group[0].size)
            level = 1 + sizes.index(size) if size in sizes else 5
            if found := _NUMBERED.match(text):
                level = 1 + found[1].count(".") if found[1] else 1
            yield Block(Kind.HEADING, text, level=min(level, 6), place=place, anchor=anchor)
        elif all(line.monospaced for line in group):
            left = min(line.left for line in group)
            wide = set_in.size * 0.6
            code = "\n".join(" " * min(round((line.left - left) / wide), 40) + line.text.rstrip() for line in group)
            term = _is_term(group, groups[number + 1 : number + 3])
            yield Block(Kind.TEXT if term else Kind.CODE, clean(code), leads=term, place=place, anchor=anchor)
        else:
            item = _BULLET.match(text) is not None
            strong = text if all(line.bold for line in group) else ""
            yield Block(Kind.ITEM if item else Kind.TEXT, text, strong=strong, place=place, anchor=anchor)


def _is_term(group: Sequence[Line], following: Sequence[tuple[int, Sequence[Line]]]) -> bool:
    """Whether a line of code is what the text below it, further in, explains."""
    text = next((lines for _, lines in following if not lines[0].monospaced), None)
    return len(group) <= 2 and text is not None and text[0].left > group[0].left + 4


def _is_heading(group: Sequence[Line], set_in: _Type) -> bool:
    text = " ".join(line.text for line in group)
    if len(text) > _LONGEST_HEADING or len(group) > 4 or not any(character.isalpha() for character in text):
        return False
    if _PRINTED.fullmatch(text) or group[0].monospaced or text.rstrip().endswith((",", ";")):
        return False
    larger = all(line.size > set_in.size * 1.12 for line in group)
    bold = all(line.bold for line in group) and len(text) <= 100
    return larger or (
        bold and (bool(_NUMBERED.match(text)) or marked_question(text) or not text.rstrip().endswith((".", ":")))
    )


def _text(group: Sequence[Line], words: Wrapping) -> str:
    """The lines as one; a divided word is whole again, its hyphen kept where the document has it elsewhere."""
    text = ""
    for line in group:
        piece = " ".join(clean(line.text).split())
        if text.endswith("\ufffe"):
            text = words.joined([text[:-1] + "-", piece])
        else:
            text = words.joined([text, piece]) if text else piece
        if line.divided:
            text = text.rstrip("-") + "\ufffe"
    return text.replace("\ufffe", "").strip()


def _joined(blocks: Iterator[Block]) -> Iterator[Block]:
    """A paragraph that goes on over the page is one, a heading in two lines of one size too."""
    before: Block | None = None
    for block in blocks:
        if before and _goes_on(before, block):
            before = Block(
                before.kind, f"{before.text} {block.text}", before.level, place=before.place, anchor=before.anchor
            )
            continue
        if before:
            yield before
        before = block
    if before:
        yield before


def _goes_on(before: Block, block: Block) -> bool:
    if block.kind is Kind.HEADING:
        chapter = re.fullmatch(r"(?:chapter|kapitel|appendix|part)\s+\w+", before.text, re.IGNORECASE)
        return before.kind is Kind.HEADING and chapter is not None
    return (
        block.kind is Kind.TEXT
        and before.kind in {Kind.TEXT, Kind.ITEM}
        and before.place != block.place
        and not before.text.endswith((".", "?", "!", ":", "”"))
        and block.text[:1].islower()
    )
