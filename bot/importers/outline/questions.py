"""Questions that stand in the text of a document become headings of their own: "Q: …", a bold line that asks, and the
odd ones among headings that mostly ask."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from bot.importers.outline.asking import asks, marked_question
from bot.importers.outline.blocks import QUESTION_LEVEL, Block, Kind

LONGEST = 300
"""Characters of a question or a heading; beyond, it is text."""

_ASKED = re.compile(
    r"(?:(?:Q|F|P|D)\s?\d*:|Q\s?\d+[.)]|Q\.|(?:Question|Frage|Pregunta|Domanda)\s?\d*\s?[:.)])(?=\s)\s*", re.IGNORECASE
)
_ANSWERED = re.compile(
    r"(?:(?:A|R)\s?\d*:|A\s?\d+[.)]|A\.|(?:Answer|Antwort|Réponse|Respuesta|Risposta)\s?\d*\s?[:.)])(?=\s)\s*",
    re.IGNORECASE,
)

_ANSWERED_BESIDE = re.compile(r"\s(?=(?:A|Answer|Antwort|Réponse|Respuesta|Risposta)\s?:\s)")
"""The answer in the paragraph of its question, as Markdown puts two lines without a blank one between."""


def is_labelled(text: str) -> bool:
    """Whether a line begins as the questions or answers of a list of them do: "Q: …", "A: …"."""
    return bool(_ASKED.match(text) or _ANSWERED.match(text))


def with_questions(blocks: Iterable[Block]) -> list[Block]:
    """The blocks with every question made a heading that asks."""
    return _mostly_asking(list(_labelled(list(blocks))))


def _labelled(blocks: Sequence[Block]) -> Iterator[Block]:
    """Labels such as "Q:" and "A:" count where both are; a letter and a full stop alone may be an initial or a list."""
    texts = [block.text for block in blocks if block.kind in {Kind.TEXT, Kind.ITEM, Kind.HEADING}]
    asked = [text for text in texts if _ASKED.match(text)]
    labels = bool(asked) and (any(map(_ANSWERED.match, texts)) or any(map(_ANSWERED_BESIDE.search, asked)))
    bold_ask = _most([asks(block.text) for block in blocks if _is_bold(block)])
    for block in blocks:
        if labels and block.kind is not Kind.CODE and (label := _ASKED.match(block.text)):
            yield from _question(block, block.text[label.end() :], labels=True)
        elif labels and block.kind in {Kind.TEXT, Kind.ITEM} and (label := _ANSWERED.match(block.text)):
            yield replace(block, kind=Kind.TEXT, text=block.text[label.end() :])
        elif block.kind is Kind.TEXT and (marked_question(block.strong) or (bold_ask and _is_bold(block))):
            yield from _question(block, block.text, asked=len(block.strong))
        elif block.kind is Kind.HEADING and len(block.text) > LONGEST:
            yield replace(block, kind=Kind.TEXT)
        else:
            yield block


def _is_bold(block: Block) -> bool:
    """A line that stands by itself in bold letters, as a heading does."""
    return block.kind is Kind.TEXT and bool(block.strong) and block.strong == block.text and len(block.text) <= LONGEST


def _most(asking: Sequence[bool]) -> bool:
    """Whether so many ask that the others do too, in other words."""
    return sum(asking) >= 3 and sum(asking) * 3 >= len(asking) * 2


def _question(block: Block, text: str, asked: int = 0, *, labels: bool = False) -> Iterator[Block]:
    """The question, and what is left of its paragraph. asked: how many characters are the question; 0 for a line."""
    question, _, rest = text.partition("\n") if not asked else (text[:asked], "", text[asked:])
    if labels and (answered := _ANSWERED_BESIDE.search(question)):
        question, rest = question[: answered.start()], question[answered.end() :]
        rest = _ANSWERED.sub("", rest, count=1)
    if not question.strip() or len(question) > LONGEST:
        yield block
        return
    level = block.level if block.kind is Kind.HEADING else QUESTION_LEVEL
    yield replace(block, kind=Kind.HEADING, text=question.strip(), level=level, asks=True, strong="")
    if rest.strip():
        yield replace(block, kind=Kind.TEXT, text=_ANSWERED.sub("", rest.strip(), count=1), strong="")


def _mostly_asking(blocks: list[Block]) -> list[Block]:
    """Where most headings side by side ask, all of them are questions: "My disk is full" beside "How do I …?"."""
    siblings: dict[tuple[int, ...], list[int]] = defaultdict(list)
    trail: list[tuple[int, int]] = []
    for index, block in enumerate(blocks):
        if block.kind is Kind.HEADING:
            while trail and trail[-1][0] >= block.level:
                trail.pop()
            siblings[(block.level, *(at for _, at in trail))].append(index)
            trail.append((block.level, index))
    for group in siblings.values():
        asking = [index for index in group if blocks[index].asks or asks(blocks[index].text)]
        most = _most([index in asking for index in group])
        for index in group if most else asking:
            blocks[index] = replace(blocks[index], asks=True)
    return blocks
