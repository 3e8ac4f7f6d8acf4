"""Long answers: what is shown at once, and the pages of the rest. A table or a block of code that fits stays whole."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.chat import plain

_BLOCKS = re.compile(r"(```.*?(?:```|\Z))|\n\n+", re.DOTALL)


def folded(text: str, limit: int) -> str:
    """The text when it has at most a fifth more than `limit` units; else its first blocks, and "…"."""
    if plain.units(text) <= limit * 6 // 5:
        return text
    return next(pages(text, limit - 2)) + "\n…"


def pages(text: str, limit: int) -> Iterator[str]:
    """The text in pieces of at most `limit` units, cut between paragraphs where it can be."""
    page = ""
    for block in _pieces(text, limit):
        longer = f"{page}\n\n{block}" if page else block
        if plain.units(longer) > limit:
            yield page
            page = block
        else:
            page = longer
    if page:
        yield page


def _pieces(text: str, limit: int) -> Iterator[str]:
    for block in blocks(text):
        yield from _cut(block, limit) if plain.units(block) > limit else (block,)


def blocks(text: str) -> list[str]:
    """Paragraphs and code blocks, in order."""
    found, start = [], 0
    for mark in _BLOCKS.finditer(text):
        found.append(text[start : mark.start()])
        if mark[1]:
            found.append(mark[1])
        start = mark.end()
    found.append(text[start:])
    return [block.strip("\n") for block in found if block.strip()]


def _cut(block: str, limit: int) -> Iterator[str]:
    """A block that is too long by itself: code between its lines, words between words."""
    if block.startswith("```"):
        fence = block.partition("\n")[0] if re.fullmatch(r"```\w{0,20}", block.partition("\n")[0]) else "```"
        body = block.removeprefix(fence).strip("\n").removesuffix("```").rstrip("\n")
        for piece in _lines(body, limit - plain.units(fence) - 5):
            yield f"{fence}\n{piece}\n```"
        return
    left = block
    while plain.units(left) > limit:
        piece = plain.shorten(left, limit, "")
        if not piece:
            return
        yield piece
        left = left[len(piece) :].lstrip()
    if left:
        yield left


def _lines(body: str, limit: int) -> Iterator[str]:
    piece = ""
    for line in body.splitlines():
        for part in [line[start : start + limit // 2] for start in range(0, len(line), limit // 2)] or [""]:
            longer = f"{piece}\n{part}" if piece else part
            if plain.units(longer) > limit:
                yield piece
                piece = part
            else:
                piece = longer
    if piece:
        yield piece
