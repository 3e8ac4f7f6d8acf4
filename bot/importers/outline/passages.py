"""Paragraphs become passages: of a size that one answer needs, never torn from what introduces them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from bot.importers.outline.blocks import Block, Kind
from bot.text import sentences

SHORT = 80
"""Characters; a paragraph below is kept with the one after it under the same heading."""
LONG = 1_200
"""Characters; a passage beyond is cut."""
PART = 900
"""Characters of a part of what is cut, at most, where a sentence ends in time."""
LONG_ITEM = 240
"""Characters; a list item beyond stands by itself, as a paragraph does."""


@dataclass(slots=True)
class Passage:
    """Blocks that stand together, the first of which says where."""

    first: Block
    text: str
    blocks: list[Block] = field(default_factory=list)


def passages(blocks: Iterable[Block]) -> Iterator[Passage]:
    """The passages of one section, in its order. blocks: none of them a heading."""
    current: Passage | None = None
    for block in blocks:
        if not block.text.strip():
            continue
        if current and _belongs(current, block):
            current.text += "\n" + block.text
            current.blocks.append(block)
            continue
        if current:
            yield from _cut(current)
        current = Passage(block, block.text, [block])
    if current:
        yield from _cut(current)


def _belongs(passage: Passage, block: Block) -> bool:
    """Whether the block is part of the passage before it."""
    last = passage.blocks[-1]
    size = len(passage.text) + len(block.text)
    rows = Kind.ROW in {block.kind, last.kind}
    if rows or (last.kind is not Kind.CODE and _leads(last)):
        return not rows
    if block.kind is Kind.CODE:
        return size <= LONG * 2
    if block.kind is Kind.ITEM:
        return size <= LONG and _goes_on(last, block)
    if last.kind is Kind.CODE and block.text[:1].islower():
        return size <= LONG
    leads = _leads(block) and (block.leads or len(passage.text) >= SHORT)
    short = len(block.text) < SHORT and last.kind is Kind.TEXT and size < PART
    return not leads and (short or len(passage.text) < SHORT)


def _goes_on(last: Block, item: Block) -> bool:
    """Whether an item goes on with what stands before it: a list of short items, or a few words above the list."""
    if last.kind is Kind.ITEM:
        return max(len(last.text), len(item.text)) <= LONG_ITEM
    return last.kind is Kind.TEXT and len(last.text) < SHORT


def _leads(block: Block) -> bool:
    return block.leads or block.text.endswith((":", "\uff1a"))


def _cut(passage: Passage) -> Iterator[Passage]:
    """The passage, or its parts: at line ends, else at ends of sentences, else between words. A few words that lead to
    nothing ("Various examples:") say nothing."""
    if len(passage.text) <= LONG:
        if len(passage.blocks) > 1 or len(passage.text) >= SHORT or not passage.text.endswith((":", "\uff1a")):
            yield passage
        return
    text = ""
    for piece, joint in _pieces(passage.text):
        if text and len(text) + len(joint) + len(piece) > PART:
            yield Passage(passage.first, text, [])
            text = ""
        text = f"{text}{joint}{piece}" if text else piece
    if text:
        yield Passage(passage.first, text, [])


def _pieces(text: str) -> Iterator[tuple[str, str]]:
    """Pieces of at most PART characters, each with what joins it to the one before."""
    for line in text.split("\n"):
        joint = "\n"
        for sentence in sentences(line) if len(line) > PART else [line]:
            start = 0
            while len(sentence) - start > PART:
                end = sentence.rfind(" ", start, start + PART) + 1 or start + PART
                yield sentence[start:end].strip(), joint
                start, joint = end, " "
            if rest := sentence[start:].strip():
                yield rest, joint
            joint = " "
