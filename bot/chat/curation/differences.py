"""What differs between two versions of a fact, line by line, as a person would read it."""

from __future__ import annotations

from itertools import takewhile
from typing import Final

from bot.chat.plain import clean, one_line, shorten
from bot.curation.changes import Draft
from bot.languages.catalogue import Language

FIELDS: Final = ("answer", "topic", "locator", "quote", "anchor", "as_of", "review_by")
SOURCE: Final = ("title", "url", "author", "publisher", "published")
SIDE: Final = 300
"""Units of each side of a difference, and"""
AROUND: Final = 60
"""those of a long text around the place where it differs."""


def differences(before: Draft, after: Draft, say: Language) -> list[str]:
    """A block for each field that differs: what it was, and what it is."""
    found = []
    gone = [one for one in before.questions if one not in after.questions]
    new = [one for one in after.questions if one not in before.questions]
    if gone or new or before.questions != after.questions:
        found.append(_block(say("form-questions"), gone, new or ([] if gone else list(after.questions))))
    for name in FIELDS:
        old, now = clean(getattr(before, name)), clean(getattr(after, name))
        if old != now:
            label = "form-answer" if name == "answer" else "form-topic" if name == "topic" else _field(name)
            found.append(_block(say(label), *_apart(old, now)))
    for name in SOURCE:
        old, now = one_line(getattr(before.source, name)), one_line(getattr(after.source, name))
        if old != now:
            found.append(_block(say(_field(name)), [old], [now]))
    return found


def _apart(before: str, after: str) -> tuple[list[str], list[str]]:
    """Two texts; of long ones what is around the place where they differ, so that it is seen."""
    if max(len(before), len(after)) <= SIDE:
        return [before], [after]
    same = _common(before, after)
    end = _common(before[same:][::-1], after[same:][::-1])
    start = max(same - AROUND, 0)
    shown = []
    for text in (before, after):
        stop = min(len(text) - end + AROUND, len(text))
        shown.append(("…" if start else "") + text[start:stop] + ("…" if stop < len(text) else ""))
    return [shown[0]], [shown[1]]


def _common(first: str, second: str) -> int:
    """How many characters both begin with."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(first, second, strict=False)))


def _block(label: str, before: list[str], after: list[str]) -> str:
    lines = [f"- {_side(text)}" for text in before if text] + [f"+ {_side(text)}" for text in after if text]
    return "\n".join((f"**{label}**", "```diff", *lines, "```"))


def _side(text: str) -> str:
    return shorten(text, SIDE).replace("```", "'''").replace("\n", "\n  ")


def _field(name: str) -> str:
    return f"field-{name.replace('_', '-')}"
