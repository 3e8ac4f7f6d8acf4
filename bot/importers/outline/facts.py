"""The facts of a document that was taken apart: questions with the text below them, and passages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.facts import TRAIL, Fact, Source
from bot.importers.assembly import Draft, EmptyDocumentError, assemble
from bot.importers.document import Document
from bot.importers.lines import NumberedLine
from bot.importers.outline.asking import unnumbered
from bot.importers.outline.blocks import QUESTION_LEVEL, Block, Kind, Outline
from bot.importers.outline.passages import LONG, passages
from bot.importers.outline.questions import with_questions
from bot.importers.quoting import Witness
from bot.importers.tidying import one_line
from bot.text_fragments import TextFragments

LONGEST_ANSWER = 2_000
"""Characters of the text under a question that are its answer; what is longer is found as passages as well."""


@dataclass(frozen=True, slots=True)
class _Section:
    """A heading, the blocks right below it, and those of the sections inside it."""

    heading: Block | None
    trail: tuple[Block, ...]
    own: Sequence[Block]
    inside: Sequence[Block]


def facts_of(document: Document, outline: Outline) -> Iterator[Fact]:
    """The document's facts in its order. Raises DocumentError when there is no text in it."""
    source = document.source(**outline.given)
    blocks = with_questions(outline.blocks)
    if not any(block.text.strip() for block in blocks if block.kind not in {Kind.HEADING, Kind.END}):
        raise EmptyDocumentError(document.name, None, "there is no text in it")
    drafts = _Drafts(document, source, outline)
    yield from assemble((draft for section in _sections(blocks) for draft in drafts.of(section)), document.name)


class _Drafts:
    """Makes drafts of the sections of one document."""

    def __init__(self, document: Document, source: Source, outline: Outline) -> None:
        self._document = document
        self._source = source
        self._witness = Witness(outline.text)
        self._fragments: TextFragments | None = None
        if source.url.startswith(("http:", "https:")):
            shown = [block.text for block in outline.blocks if block.kind is not Kind.ROW]
            self._fragments = TextFragments("\n\n".join([*shown, outline.around]))
        self._alone = sum(block.kind is Kind.HEADING for block in outline.blocks) == 1

    def of(self, section: _Section) -> Iterator[Draft]:
        heading = section.heading
        asked = heading is not None and heading.asks
        if heading and asked:
            text, whole = _answer(section)
            if text and self._witness.holds(text):
                yield self._draft(section, section.own[0] if section.own else heading, heading.text, text)
            if whole:
                return
        for passage in passages(section.own):
            # a row is put together from its cells, which stand apart in the text
            if passage.first.kind is Kind.ROW or self._witness.holds(passage.text):
                yield self._draft(section, passage.first, "", passage.text)

    def _draft(self, section: _Section, block: Block, question: str, text: str) -> Draft:
        line = block.line or (section.heading.line if section.heading else 0)
        trail = [*section.trail, *([section.heading] if section.heading else [])]
        return Draft(
            line=line,
            questions=(NumberedLine(line, unnumbered(question)),) if question else (),
            answer=text,
            source=self._source,
            topic=self._topic(section.trail if question else trail),
            place=_place([heading for heading in trail if not self._is_title(heading)], block),
            quote=one_line(text) if question else "",
            anchor=self._anchor(trail, block, text),
            checked=self._document.checked,
        )

    def _topic(self, trail: Sequence[Block]) -> str:
        """Without the document's title, unless that is the only heading there is."""
        kept = trail if self._alone else [heading for heading in trail if not self._is_title(heading)]
        return TRAIL.join(unnumbered(heading.text).strip(" ¶#:") for heading in kept)

    def _is_title(self, heading: Block) -> bool:
        """A page's title is often its first heading, with the name of the site behind it."""
        text, title = heading.text.strip(" ¶#:").casefold(), self._source.title.casefold()
        return text == title or (heading.level == 1 and text in title)

    def _anchor(self, trail: Sequence[Block], block: Block, text: str) -> str:
        if block.anchor:
            return block.anchor
        if self._fragments and block.kind is not Kind.ROW and not (trail and trail[-1].anchor):
            return self._fragments.to(text)
        return next((heading.anchor for heading in reversed(trail) if heading.anchor), "")


def _place(trail: Sequence[Block], block: Block) -> str:
    place = block.place or (f"line {block.line}" if block.line else "")
    names = TRAIL.join(one_line(heading.text).strip(" ¶#:") for heading in trail[-2:])
    return ", ".join(part for part in (f"“{names}”" if names else "", place) if part) or "the beginning"


def _answer(section: _Section) -> tuple[str, bool]:
    """The text below a question, and whether all of it could be taken."""
    blocks = [block for block in (*section.own, *section.inside) if block.kind is not Kind.END]
    whole = sum(len(block.text) + 2 for block in blocks) <= LONGEST_ANSWER
    if not whole:
        blocks = list(section.own)
    text = ""
    for before, block in zip([None, *blocks], blocks, strict=False):
        joint = ("\n" if before and Kind.ITEM in {block.kind, before.kind} else "\n\n") if text else ""
        if text and len(text) + len(block.text) > LONGEST_ANSWER:
            return text, False
        text += joint + block.text
    return text[:LONGEST_ANSWER], whole and len(text) <= LONG


def _sections(blocks: Sequence[Block]) -> Iterator[_Section]:
    """Each heading with what stands below it; first, what stands before any heading."""
    trail: list[Block] = []
    starts = [index for index, block in enumerate(blocks) if block.kind in {Kind.HEADING, Kind.END}]
    yield _Section(None, (), blocks[: starts[0] if starts else len(blocks)], ())
    for number, start in enumerate(starts):
        opening = blocks[start]
        end = starts[number + 1] if number + 1 < len(starts) else len(blocks)
        level = opening.level or QUESTION_LEVEL
        while trail and trail[-1].level >= level:
            trail.pop()
        if opening.kind is Kind.END:
            yield _Section(None, tuple(trail), blocks[start + 1 : end], ())
            continue
        inside = blocks[end : _end_of(blocks, starts, number)] if opening.asks else ()
        yield _Section(opening, tuple(trail), blocks[start + 1 : end], inside)
        trail.append(opening)


def _end_of(blocks: Sequence[Block], starts: Sequence[int], number: int) -> int:
    """Where the section that the heading opens ends, with the sections inside it up to one that asks something else."""
    level = blocks[starts[number]].level
    for start in starts[number + 1 :]:
        block = blocks[start]
        if block.asks or (block.level or QUESTION_LEVEL) <= level:
            return start
    return len(blocks)
