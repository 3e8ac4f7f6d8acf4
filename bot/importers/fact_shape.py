"""Whether a Markdown file is a fact file, told by its shape alone.

A fact file is read strictly: a mistake in it is said, and nothing is imported. So a file counts as one as soon as it
carries a mark that ordinary Markdown does not have: a section that ends in key lines only facts have ("Id: …"), a lone
"##", phrasings right under a question, or front matter that names a publisher, an address or a date by our keys. A
title alone is in the front matter of many manuals; then all text must stand in sections "## …", as it does in what
`factbot export` writes. Anything else is a document, of which no text is lost: its headings that ask become questions.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from bot.errors import DocumentError
from bot.importers import fact_markup, front_matter
from bot.importers.lines import NumberedLine, numbered

_OURS = frozenset({"publisher", "published", "url", "digest"})
_TELLING = frozenset(fact_markup.FACT_KEYS)
_LONGEST_PHRASING = 200


@dataclass(slots=True)
class _Section:
    """The lines under one "##", as far as they tell something."""

    body: list[fact_markup.MarkedLine] = field(default_factory=list)

    def tells(self) -> bool:
        """Whether it ends in key lines of facts, or opens with phrasings right under its heading."""
        return self._ends_in_keys() or self._opens_with_phrasings()

    def _ends_in_keys(self) -> bool:
        last = None
        for line in reversed(self.body):
            key = None if line.fenced else fact_markup.key_line(line.text)
            if not line.text and last is None:
                continue
            if not (key and key.known):
                return False
            if key.key in _TELLING and key.value:
                return True
            last = key
        return False

    def _opens_with_phrasings(self) -> bool:
        for items, line in enumerate(self.body):
            item = None if line.fenced else fact_markup.bullet(line.text)
            if item is None:
                return items > 0 and not line.text and any(after.text for after in self.body[items + 1 :])
            if len(item) > _LONGEST_PHRASING:
                return False
        return False


def is_fact_markdown(lines: Iterable[str], name: str) -> bool:
    """Whether the lines are those of a fact file. Reads to the first sure mark, else to the end.

    Raises DocumentError for bytes that are no text.
    """
    given, body = _front_matter(numbered(lines))
    if given is not None and _OURS & given:
        return True
    section: _Section | None = None
    sections = stray = 0
    try:
        for line in fact_markup.marked(body, name):
            heading = None if line.fenced else fact_markup.heading(line.text)
            if heading is None:
                stray += section is None and bool(line.text)
                if section:
                    section.body.append(line)
                continue
            if (section and section.tells()) or (not heading.opens_topic and not heading.text):
                return True
            sections += not heading.opens_topic
            section = None if heading.opens_topic else _Section()
    except DocumentError as error:
        if error.line is None or "fence" not in error.problem:
            raise
    return bool(section and section.tells()) or (given is not None and sections > 0 and not stray)


def _front_matter(lines: Iterable[NumberedLine]) -> tuple[set[str] | None, Iterable[NumberedLine]]:
    """The keys of the front matter, None for none or one of other keys than ours, and the lines after it."""
    kept: list[NumberedLine] = []
    rest = iter(lines)
    for line in rest:
        if not line.text.strip():
            continue
        if line.text.rstrip() != "---":
            return None, _chained([line], rest)
        break
    for line in rest:
        if line.text.strip() == "---":
            keys = {text.partition(":")[0].strip().lower() for _, text in kept if text.strip()}
            ours = keys <= set(front_matter.KEYS) and all(":" in text for _, text in kept if text.strip())
            return keys if ours else None, rest
        kept.append(line)
        if len(kept) > 200 or line.text.startswith("#"):
            break
    return None, _chained(kept, rest)


def _chained(first: Sequence[NumberedLine], rest: Iterable[NumberedLine]) -> Iterable[NumberedLine]:
    yield from first
    yield from rest
