"""The key lines that end a fact in Markdown: where it stands, its words there, its id, another source."""

from __future__ import annotations

from collections.abc import Sequence

from bot.errors import DocumentError
from bot.importers.fact_markup import KEY_NAMES, KeyLine, MarkedLine, key_line
from bot.importers.lines import NumberedLine
from bot.importers.wording import listed


def split(body: Sequence[MarkedLine], name: str) -> tuple[Sequence[MarkedLine], dict[str, NumberedLine]]:
    """The lines of a fact before its key lines, and the values of these by key, each with its line.

    Key lines are the last lines of a fact, whatever blank lines are among them. A key without value is not given.

    Raises DocumentError for a repeated key, and where lines beside the key lines were meant as such.
    """
    keys: dict[str, NumberedLine] = {}
    end = len(body)
    for index in range(len(body) - 1, -1, -1):
        line = body[index]
        key = _shaped(line)
        if line.text and not (key and key.known):
            break
        if key:
            if key.key in keys:
                raise DocumentError(name, keys[key.key].number, f'"{key.name}:" is given twice')
            keys[key.key] = NumberedLine(line.number, key.value)
            end = index
    _check_neighbours(body[:end], touching=bool(keys), name=name)
    return body[:end], {key: value for key, value in keys.items() if value.text}


def _check_neighbours(body: Sequence[MarkedLine], *, touching: bool, name: str) -> None:
    """body: the lines before the key lines. touching: there are key lines, right after the last of these."""
    block = _last_block(body, skip_blank=not touching)
    shapes = [(line, _shaped(line)) for line in block]
    first = shapes[0][1] if shapes else None
    if first and first.known:
        stray = next(line for line, key in shapes if not (key and key.known))
        problem = (
            f'this follows "{first.name}:", but key lines stand last, on one line each (for text, "\\{first.name}:")'
        )
        raise DocumentError(name, stray.number, problem)
    if first and touching and all(key for _, key in shapes):
        problem = f'"{first.name}:" is no key line: they are {listed(KEY_NAMES)} (for text, put a blank line below)'
        raise DocumentError(name, block[0].number, problem)


def _last_block(body: Sequence[MarkedLine], *, skip_blank: bool) -> Sequence[MarkedLine]:
    end = len(body)
    while skip_blank and end and not body[end - 1].text:
        end -= 1
    start = end
    while start and body[start - 1].text and not body[start - 1].fenced:
        start -= 1
    return body[start:end]


def _shaped(line: MarkedLine) -> KeyLine | None:
    return None if line.fenced else key_line(line.text)
