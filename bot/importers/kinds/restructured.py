"""reStructuredText, read by docutils without any directive that opens another file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from bot.errors import DocumentError
from bot.facts import Fact
from bot.importers.document import Document
from bot.importers.kinds.extra import missing
from bot.importers.outline.blocks import Block, Kind, Outline, clean
from bot.importers.outline.facts import facts_of
from bot.importers.outline.furniture import is_furniture
from bot.importers.outline.tables import Row, table_blocks
from bot.importers.tidying import one_line

if TYPE_CHECKING:
    from docutils import nodes

_SETTINGS = {
    "file_insertion_enabled": False,
    "raw_enabled": False,
    "report_level": 5,
    "halt_level": 5,
    "warning_stream": False,
    "_disable_config": True,
    "input_encoding": "unicode",
    "line_length_limit": 100_000,
    "doctitle_xform": False,
    "sectsubtitle_xform": False,
    "docinfo_xform": True,
}
_ROLE = re.compile(r":[\w:.+-]+:`([^`]+)`")
_TARGET = re.compile(r"^(.*?)\s*<[^<>]*>$", re.DOTALL)
_FIELDS = {"author": "author", "authors": "author", "date": "published", "organization": "publisher", "title": "title"}
_SKIPPED = frozenset(
    "comment substitution_definition target system_message footnote citation topic sidebar figure image problematic "
    "pending docinfo field_list meta raw header footer".split()
)


def read(document: Document) -> Iterator[Fact]:
    """The facts of a reStructuredText document."""
    try:
        import docutils  # noqa: F401, PLC0415 - of the extra "documents"
    except ImportError:
        raise missing(document.name, "reStructuredText") from None
    return facts_of(document, outline(document.text(), document.name))


def outline(text: str, name: str) -> Outline:
    """The document taken apart. Raises DocumentError when docutils cannot make anything of it."""
    from docutils.core import publish_doctree  # noqa: PLC0415 - of the extra "documents"

    try:
        tree = publish_doctree(_without_sphinx(text), settings_overrides=_SETTINGS)
    except (Exception, RecursionError) as error:
        # docutils raises what its directives raise
        raise DocumentError(name, None, f"this is no reStructuredText ({type(error).__name__})") from error
    given = _given(tree)
    blocks = list(_Cutter().blocks(tree, 0))
    given.setdefault("title", next((block.text for block in blocks if block.kind is Kind.HEADING), ""))
    return Outline(tuple(blocks), given, "\n".join(block.text for block in blocks))


def _without_sphinx(text: str) -> str:
    """Sphinx's roles, which docutils does not know, are what a reader sees of them."""

    def words(found: re.Match[str]) -> str:
        shown = _TARGET.sub(r"\1", found[1]).lstrip("~!").strip()
        return f"``{shown}``" if shown and "\n" not in shown and not shown.startswith(" ") else found[1]

    return _ROLE.sub(words, text)


def _given(tree: nodes.document) -> dict[str, str]:
    given: dict[str, str] = {}
    for child in tree.children:
        if child.__class__.__name__ == "docinfo":
            for field in child.children:
                key = _FIELDS.get(field.__class__.__name__)
                if key:
                    given.setdefault(key, one_line(clean(field.astext())))
    return given


class _Cutter:
    """One walk over the tree."""

    def __init__(self) -> None:
        self._line = 1

    def blocks(self, node: nodes.Node, level: int, *, items: bool = False) -> Iterator[Block]:  # noqa: C901 - a table of nodes
        """The node's blocks in order."""
        kind = node.__class__.__name__
        if kind in _SKIPPED:
            return
        self._line = node.line or self._line
        if kind == "section":
            yield from self._section(node, level + 1)
        elif kind in {"paragraph", "line"}:
            text = one_line(clean(node.astext()))
            if text and not is_furniture(text):
                yield Block(Kind.ITEM if items else Kind.TEXT, text, strong=_strong(node), line=self._line)
        elif kind in {"literal_block", "doctest_block"}:
            if code := clean(node.astext()).strip("\n"):
                yield Block(Kind.CODE, code, line=self._line)
        elif kind in {"term", "title", "rubric", "attribution"}:
            if text := one_line(clean(node.astext())):
                yield Block(Kind.TEXT, text, leads=kind in {"term", "title"}, line=self._line)
        elif kind == "table":
            yield from table_blocks(list(self._rows(node)), headed=True)
        else:
            for child in node.children:
                yield from self.blocks(child, level, items=items or kind == "list_item")

    def _section(self, node: nodes.Node, level: int) -> Iterator[Block]:
        for child in node.children:
            if child.__class__.__name__ == "title":
                names = node.get("ids") or [""]  # type: ignore[attr-defined]
                anchor = f"#{names[0]}" if names[0] else ""
                self._line = max((child.line or node.line or self._line + 1) - 1, 1)
                text = one_line(clean(child.astext()))
                yield Block(Kind.HEADING, text, level=min(level, 6), line=self._line, anchor=anchor)
            else:
                yield from self.blocks(child, level)

    def _rows(self, table: nodes.Node) -> Iterator[Row]:
        from docutils import nodes  # noqa: PLC0415 - of the extra "documents"

        for row in table.findall(nodes.row):
            yield Row([one_line(clean(cell.astext())) for cell in row.children], row.line or self._line)


def _strong(node: nodes.Node) -> str:
    first = node.children[0] if node.children else None
    return one_line(first.astext()) if first.__class__.__name__ == "strong" and first else ""
