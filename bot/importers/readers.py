"""The readers, by the suffix of a file. Each brings its libraries only when a document of its kind is read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from importlib import import_module

from bot.facts import Fact
from bot.importers.document import Document

Reader = Callable[[Document], Iterator[Fact]]
"""Gives the facts of an open document, one at a time. Raises DocumentError."""


def _later(module: str) -> Reader:
    """The function `read` of a module that is imported when it is first needed."""

    def read(document: Document) -> Iterator[Fact]:
        reader: Reader = import_module(f"bot.importers.kinds.{module}").read
        return reader(document)

    return read


def _markdown(document: Document) -> Iterator[Fact]:
    """Fact Markdown or ordinary Markdown, told apart by looking."""
    from bot.importers import fact_markdown, fact_shape  # noqa: PLC0415

    if fact_shape.is_fact_markdown(document.lines(), document.name):
        return fact_markdown.read(document.lines(), document.name, document.defaults)
    return _later("markdown")(document)


READERS: Mapping[str, Reader] = {
    ".csv": _later("csv_table"),
    ".docx": _later("docx_document"),
    ".htm": _later("html_page"),
    ".html": _later("html_page"),
    ".json": _later("json_document"),
    ".jsonl": _later("json_lines"),
    ".markdown": _markdown,
    ".md": _markdown,
    ".pdf": _later("pdf"),
    ".rst": _later("restructured"),
    ".tab": _later("csv_table"),
    ".tsv": _later("csv_table"),
    ".txt": _later("plain_text"),
    ".xhtml": _later("html_page"),
    ".xlsx": _later("xlsx"),
    ".yaml": _later("yaml_document"),
    ".yml": _later("yaml_document"),
}
"""By suffix, in lower case."""
