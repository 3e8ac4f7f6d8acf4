"""The text of an HTML page, without what is around it, taken apart."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

from bot.importers.outline.asking import asks
from bot.importers.outline.blocks import QUESTION_LEVEL, Block, Kind, clean
from bot.importers.outline.furniture import is_furniture, names_furniture
from bot.importers.outline.tables import Columns, Row, table_blocks
from bot.importers.tidying import one_line

DEEPEST: Final = 150
"""Elements inside elements that are still told apart; what is deeper is text."""
DEEPEST_PARSED: Final = 1_000
"""Open elements; the time to parse grows with their square."""

_UNSEEN = "script,style,noscript,template,head title,dialog,[hidden],[aria-hidden=true]"
_NEVER = (
    "svg,math annotation,iframe,object,canvas,button,select,textarea,input,figcaption,nav,[role=navigation],"
    "[role=banner],[role=contentinfo],[role=search],[role=complementary],[role=dialog],a.headerlink,sup.footnote-ref"
)
_AROUND = "footer,aside,form"
_AROUND_TAGS = frozenset(_AROUND.split(","))
_MAIN = (
    "main,[role=main],article,[itemprop=articleBody],#content,#main,#main-content,#mw-content-text,#bodyContent,"
    ".post-content,.entry-content,.article-body,.article-content,.markdown-body,div.body,div.document,div.content"
)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BLOCKS = frozenset(
    "address article aside blockquote body center dd details div dl dt fieldset figure footer form header hr html li "
    "main ol p pre section summary table tbody td tfoot th thead tr ul caption legend menu".split()
)
_BOXES = frozenset("note notes tip warning caution important hint danger attention example".split())
_NO_DISPLAY = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_TAG = re.compile(
    rb"<(/?)(?:div|span|section|article|ul|ol|dl|table|blockquote|b|i|em|strong|font|a|center|small|big|details|main"
    rb"|aside|header|footer|nav|form|fieldset|figure|sup|sub|u|s|code)\b",
    re.IGNORECASE,
)
"""Elements that are not closed by what follows them."""


def is_too_deep(content: bytes) -> bool:
    """Whether so many elements are open at once that it is no page for people."""
    depth = 0
    for tag in _TAG.finditer(content):
        depth = max(depth - 1, 0) if tag[1] else depth + 1
        if depth > DEEPEST_PARSED:
            return True
    return False


def fragment_text(html: str) -> str:
    """The words of a piece of HTML."""
    body = LexborHTMLParser(html).body
    return clean(body.text(separator=" ")) if body else ""


def fragment(html: str) -> list[Block]:
    """The blocks of a piece of HTML that stands in another document."""
    if is_too_deep(html.encode("utf-8", "replace")):
        return []
    tree = LexborHTMLParser(html)
    strip(tree)
    return list(_Cutter().blocks(tree.body)) if tree.body else []


def strip(tree: LexborHTMLParser) -> str:
    """Take away what is never the page's text; what of it a reader sees all the same. Elements that only look like
    furniture stay when they hold the most."""
    for node in tree.css(_UNSEEN):
        node.decompose()
    for node in tree.css("[style]"):
        if _NO_DISPLAY.search(node.attributes.get("style") or ""):
            node.decompose()
    gone: list[str] = []
    for node in _furniture(tree):
        gone.append(node.text(separator=" "))
        node.decompose()
    return clean("\n\n".join(gone))


def _furniture(tree: LexborHTMLParser) -> Iterator[LexborNode]:
    """What stands around the text, each to be taken away before the next is looked for."""
    yield from tree.css(_NEVER)
    if tree.body is None:
        return
    whole = len(tree.body.text())
    for node in tree.css(f"{_AROUND},[class],[id]"):
        names = f"{node.attributes.get('class') or ''} {node.attributes.get('id') or ''}"
        kept = node.tag in {"body", "html", "main", "article", *_HEADINGS}
        looks_so = node.tag in _AROUND_TAGS or (names_furniture(names) and not kept)
        if looks_so and len(node.text()) * 5 < whole * 2:
            yield node
    yield from (node for node in tree.css("body > header") if node.css_first("p") is None)


def main_part(tree: LexborHTMLParser) -> LexborNode | None:
    """The smallest element that is marked as the page's own text and holds most of its paragraphs; else the body."""
    body = tree.body
    if body is None:
        return None
    whole = _prose(body)
    fitting = [node for node in tree.css(_MAIN) if _prose(node) * 10 >= whole * 6]
    return min(fitting, key=lambda node: len(node.text()), default=body)


def _prose(node: LexborNode) -> int:
    return sum(len(inner.text()) for inner in node.css("p,dd,li,pre,td"))


def blocks(node: LexborNode) -> list[Block]:
    """The element taken apart."""
    return list(_Cutter().blocks(node))


class _Cutter:
    """One walk over a page."""

    def __init__(self) -> None:
        self._text: list[str] = []
        self._linked = 0
        self._strong: list[str] | None = []
        self._paragraph = 0
        self._items = 0

    def blocks(self, node: LexborNode) -> Iterator[Block]:
        """Its blocks in the order of the page."""
        yield from self._inside(node, 0)
        yield from self._flush()

    def _inside(self, node: LexborNode, depth: int) -> Iterator[Block]:
        child = node.first_child
        while child is not None:
            following = child.next
            if child.is_text_node:
                self._add(child.text_content or "")
            elif child.is_element_node:
                if depth >= DEEPEST:
                    self._add(child.text())
                else:
                    yield from self._element(child, depth + 1)
            child = following

    def _element(self, node: LexborNode, depth: int) -> Iterator[Block]:  # noqa: C901 - a table of tags
        tag = node.tag or ""
        if "schema.org/Question" in (node.attributes.get("itemtype") or ""):
            yield from self._flush()
            yield from self._marked_up(node, depth)
        elif tag in _HEADINGS:
            yield from self._flush()
            heading = self._heading(node, _HEADINGS[tag])
            # the title of a box within the text opens no section
            boxed = heading.text.casefold().strip(":!") in _BOXES
            yield self._block(Kind.TEXT, heading.text, leads=True) if boxed else heading
        elif tag == "pre":
            yield from self._flush()
            if code := clean(node.text()).strip("\n"):
                yield self._block(Kind.CODE, "\n".join(line.rstrip() for line in code.split("\n")))
        elif tag == "table":
            yield from self._flush()
            yield from self._table(node, depth)
        elif tag == "dl":
            yield from self._flush()
            yield from self._definitions(node, depth)
        elif tag == "details":
            yield from self._flush()
            yield from self._details(node, depth)
        elif tag == "li":
            yield from self._flush()
            self._items += 1
            yield from self._inside(node, depth)
            yield from self._flush()
            self._items -= 1
        elif tag in _BLOCKS:
            yield from self._flush()
            if "footnotes" in (node.attributes.get("class") or "") or node.attributes.get("role") == "doc-endnotes":
                # they stand below the last section, and belong to all of them
                yield Block(Kind.END, level=2)
            yield from self._inside(node, depth)
            yield from self._flush()
        elif tag == "br":
            self._add(" ")
        else:
            yield from self._inline(node, depth)

    def _inline(self, node: LexborNode, depth: int) -> Iterator[Block]:
        opens = not "".join(self._text).strip()
        before = len(self._text)
        yield from self._inside(node, depth)
        words = "".join(self._text[before:])
        if node.tag == "a" and node.attributes.get("href"):
            self._linked += len(one_line(words))
        if node.tag in {"b", "strong"} and opens and self._strong is not None:
            self._strong.append(words)

    def _add(self, text: str) -> None:
        self._text.append(text)

    def _flush(self) -> Iterator[Block]:
        """The paragraph that was gathered so far, unless it is nothing but links or of the page."""
        text, linked = one_line(clean("".join(self._text))), self._linked
        strong = one_line(clean("".join(self._strong or ())))
        self._text, self._linked, self._strong = [], 0, []
        if not text or is_furniture(text):
            return
        if linked * 10 >= len(text) * 7 and (self._items or len(text) < 80) and not text.endswith((".", "!", "?")):
            return
        self._paragraph += 1
        yield self._block(Kind.ITEM if self._items else Kind.TEXT, text, strong if text.startswith(strong) else "")

    def _block(self, kind: Kind, text: str, strong: str = "", *, leads: bool = False) -> Block:
        return Block(kind, text, strong=strong, leads=leads, place=f"paragraph {max(self._paragraph, 1)}")

    def _heading(self, node: LexborNode, level: int, *, asks: bool = False) -> Block:
        text = one_line(clean(node.text())).strip(" ¶#🔗")
        return Block(Kind.HEADING, text, level=level, asks=asks, anchor=_anchor(node))

    def _marked_up(self, node: LexborNode, depth: int) -> Iterator[Block]:
        """A question by schema.org's microdata."""
        name = node.css_first("[itemprop=name]")
        answer = node.css_first("[itemprop=text]") or node.css_first("[itemprop=acceptedAnswer]")
        if name is None or answer is None:
            yield from self._inside(node, depth)
            yield from self._flush()
            return
        yield self._heading(name, QUESTION_LEVEL, asks=True)
        yield from self._inside(answer, depth)
        yield from self._flush()
        yield Block(Kind.END)

    def _details(self, node: LexborNode, depth: int) -> Iterator[Block]:
        summary = node.css_first("summary")
        text = one_line(clean(summary.text())) if summary else ""
        if summary and text and len(text) <= 300:
            yield Block(Kind.HEADING, text, level=QUESTION_LEVEL, asks=asks(text), anchor=_anchor(node))
            summary.decompose()
        yield from self._inside(node, depth)
        yield from self._flush()
        if text:
            yield Block(Kind.END)

    def _definitions(self, node: LexborNode, depth: int) -> Iterator[Block]:
        """A list of terms: all are questions when most ask, else each is kept with its definition."""
        terms = [one_line(term.text()) for term in node.css("dt")]
        asking = sum(map(asks, terms)) * 2 >= len(terms) > 0
        child = node.first_child
        while child is not None:
            following = child.next
            if child.tag == "dt" and asking:
                yield self._heading(child, QUESTION_LEVEL, asks=True)
            elif child.tag == "dt":
                if text := one_line(clean(child.text())).strip(" ¶"):
                    yield Block(
                        Kind.TEXT, text, leads=True, anchor=_anchor(child), place=f"paragraph {self._paragraph + 1}"
                    )
            elif child.is_element_node:
                yield from self._element(child, depth + 1)
            child = following
        yield from self._flush()
        if asking:
            yield Block(Kind.END)

    def _table(self, node: LexborNode, depth: int) -> Iterator[Block]:
        """A table of data is read by rows; one that only lays a page out is walked through."""
        rows = [row for row in node.css("tr") if _table_of(row) == node.mem_id]
        cells = [[cell for cell in _children(row) if cell.tag in {"td", "th"}] for row in rows]
        is_layout = (
            max(map(len, cells), default=0) < 2
            or len(rows) < 2
            or node.css_first("table table,h1,h2,h3,td pre,td ul td") is not None
            or any(len(cell.text()) > 1_500 for row in cells for cell in row)
        )
        if is_layout:
            yield from self._inside(node, depth)
            yield from self._flush()
            return
        self._paragraph += 1
        headed = all(cell.tag == "th" for cell in cells[0])
        place = f"paragraph {self._paragraph}"
        texts = [[one_line(clean(cell.text(separator=" "))).strip(" ¶") for cell in row] for row in cells]
        headed = headed or Columns.of(texts[0], []).question >= 0
        yield from table_blocks(
            [Row(row, place=f"{place}, row {at}") for at, row in enumerate(texts, 1)], headed=headed
        )


def _children(node: LexborNode) -> Iterator[LexborNode]:
    child = node.first_child
    while child is not None:
        yield child
        child = child.next


def _table_of(row: LexborNode) -> int:
    node = row.parent
    while node is not None and node.tag != "table":
        node = node.parent
    return node.mem_id if node else 0


def _anchor(node: LexborNode) -> str:
    """The id of a heading or term: its own, that of a mark inside it, or that of the section that it opens."""
    own = node.attributes.get("id")
    if own:
        return f"#{own}"
    inner = node.css_first("[id],a[name]")
    if inner is not None and (name := inner.attributes.get("id") or inner.attributes.get("name")):
        return f"#{name}"
    opened, parent = node, node.parent
    while parent is not None and parent.tag in {"section", "div"} and _is_first(opened):
        if name := parent.attributes.get("id"):
            return f"#{name}"
        opened, parent = parent, parent.parent
    return ""


def _is_first(node: LexborNode) -> bool:
    """Whether no element stands before it, but for empty ones that carry an id."""
    before = node.prev
    while before is not None:
        if before.is_element_node and before.text().strip():
            return False
        before = before.prev
    return True
