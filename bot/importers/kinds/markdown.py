"""Ordinary Markdown, such as a manual or a README: told from fact Markdown by its shape, and taken apart."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

from bot.facts import Fact
from bot.importers.document import Document
from bot.importers.kinds import html_outline
from bot.importers.outline.anchoring import Slugs
from bot.importers.outline.asking import asks
from bot.importers.outline.blocks import QUESTION_LEVEL, Block, Kind, Outline, clean
from bot.importers.outline.facts import facts_of
from bot.importers.outline.furniture import is_furniture
from bot.importers.outline.tables import Row, table_blocks
from bot.importers.tidying import one_line

_FIELDS = {
    **{name: name for name in ("title", "publisher", "author", "published", "url")},
    "authors": "author",
    "date": "published",
    "link": "url",
    "canonical_url": "url",
}
_ADMONITIONS = frozenset("note tip warning important hint caution attention danger seealso admonition details".split())
_LABEL_LINE = re.compile(r"\([\w./:-]+\)=")
_EXPLICIT_ID = re.compile(r"\s*\{\s*#([\w:.-]+)[^}]*\}\s*$")
_SUMMARY = re.compile(r"<summary[^>]*>(.*?)</summary>", re.IGNORECASE | re.DOTALL)


def read(document: Document) -> Iterator[Fact]:
    """The facts of a Markdown document."""
    return facts_of(document, outline(document.text()))


def outline(text: str) -> Outline:
    """The document taken apart; its front matter, of whatever keys, says what it is."""
    given, start = _front_matter(text.split("\n"))
    body = "\n" * start + "\n".join(text.replace("\r\n", "\n").split("\n")[start:])
    parser = MarkdownIt("commonmark", {"maxNesting": 50}).enable(["table", "strikethrough"])
    blocks = list(_Cutter().blocks(parser.parse(body)))
    title = next((block.text for block in blocks if block.kind is Kind.HEADING and block.level == 1), "")
    given.setdefault("title", title)
    return Outline(tuple(blocks), given, "\n".join(block.text for block in blocks))


def _front_matter(lines: Sequence[str]) -> tuple[dict[str, str], int]:
    """What the block between two lines "---" gives, and how many lines it takes."""
    if not lines or lines[0].rstrip() != "---":
        return {}, 0
    end = next((number for number, line in enumerate(lines[1:200], 1) if line.rstrip() in {"---", "..."}), 0)
    given = {}
    for line in lines[1:end]:
        key, colon, value = line.partition(":")
        field = _FIELDS.get(key.strip().lower())
        if colon and field and value.strip() and not key.startswith((" ", "-")):
            given[field] = value.strip().strip("\"'")
    return given, end + 1 if end else 0


class _Cutter:
    """One pass over the tokens of a document."""

    def __init__(self) -> None:
        self._slugs = Slugs()

    def blocks(self, tokens: Sequence[Token], offset: int = 1) -> Iterator[Block]:
        """offset: the number of the first line."""
        items = 0
        skip_to = 0
        for index, token in enumerate(tokens):
            if index < skip_to:
                continue
            line = (token.map[0] if token.map else 0) + offset
            if token.type == "heading_open":
                yield self._heading(token, tokens[index + 1], line)
                skip_to = index + 3
            elif token.type == "list_item_open":
                items += 1
            elif token.type == "list_item_close":
                items -= 1
            elif token.type == "inline":
                yield from self._paragraph(token, line, is_item=items > 0)
            elif token.type in {"fence", "code_block"}:
                yield from self._code(token, line)
            elif token.type == "html_block":
                yield from _html(token.content, line)
            elif token.type == "table_open":
                end = next(at for at in range(index, len(tokens)) if tokens[at].type == "table_close")
                yield from table_blocks(list(_rows(tokens[index:end], offset)), headed=True)
                skip_to = end

    def _heading(self, token: Token, inline: Token, line: int) -> Block:
        text = inline_text(inline)
        explicit = _EXPLICIT_ID.search(text)
        text = text[: explicit.start()] if explicit else text
        anchor = explicit[1] if explicit else self._slugs.of(text.replace("`", ""))
        return Block(Kind.HEADING, text, level=int(token.tag[1]), line=line, anchor=f"#{anchor}" if anchor else "")

    @staticmethod
    def _paragraph(token: Token, line: int, *, is_item: bool) -> Iterator[Block]:
        text = inline_text(token)
        if not text or is_furniture(text) or _LABEL_LINE.fullmatch(text) or _is_navigation(token, text):
            return
        yield Block(Kind.ITEM if is_item else Kind.TEXT, text, line=line, strong=_strong(token))

    def _code(self, token: Token, line: int) -> Iterator[Block]:
        directive = re.match(r"\{([\w-]+)\}", token.info.strip())
        if directive is None:
            if code := clean(token.content).strip("\n"):
                yield Block(Kind.CODE, code, line=line)
        elif directive[1] in _ADMONITIONS:
            yield from self.blocks(MarkdownIt("commonmark", {"maxNesting": 50}).parse(token.content), line + 1)


def inline_text(token: Token) -> str:
    """What a reader sees of a line: links and emphasis are their words, code keeps its backticks."""
    parts = []
    for child in token.children or ():
        if child.type == "text":
            parts.append(child.content)
        elif child.type == "code_inline":
            parts.append(f"`{child.content}`")
        elif child.type in {"softbreak", "hardbreak"} or child.content.lower().startswith("<br"):
            parts.append(" ")
    return one_line(clean("".join(parts)))


def _strong(token: Token) -> str:
    """The bold words that the line opens with."""
    children = [child for child in token.children or () if child.type != "text" or child.content]
    if not children or children[0].type != "strong_open":
        return ""
    end = next((at for at, child in enumerate(children) if child.type == "strong_close"), 0)
    inside = Token("inline", "", 0, children=children[1:end])
    return inline_text(inside)


def _is_navigation(token: Token, text: str) -> bool:
    """A line of links and nothing else: it leads elsewhere, and says nothing."""
    inside = linked = 0
    for child in token.children or ():
        inside += (child.type == "link_open") - (child.type == "link_close")
        linked += child.type == "link_open"
        if not inside and any(map(str.isalnum, child.content)):
            return False
    return linked > 0 and not text.endswith((".", "!", "?"))


def _rows(tokens: Sequence[Token], offset: int) -> Iterator[Row]:
    cells: list[str] = []
    line = 0
    for token in tokens:
        if token.type == "tr_open":
            cells, line = [], (token.map[0] if token.map else 0) + offset
        elif token.type == "inline":
            cells.append(inline_text(token))
        elif token.type == "tr_close":
            yield Row(cells, line)


def _html(content: str, line: int) -> Iterator[Block]:
    """HTML in Markdown: a summary opens a question that </details> closes; the rest is read as HTML is."""
    if summary := _SUMMARY.search(content):
        text = one_line(html_outline.fragment_text(summary[1]))
        if text:
            yield Block(Kind.HEADING, text, level=QUESTION_LEVEL, asks=asks(text), line=line)
        content = content[summary.end() :]
    if content.lstrip().startswith("<!--"):
        return
    for block in html_outline.fragment(content):
        yield Block(block.kind, block.text, block.level, block.asks, block.leads, block.strong, line, "", block.anchor)
    if "</details>" in content.lower():
        yield Block(Kind.END)
