"""Text of documents as a page can hold it."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from bot.facts import TRAIL

_OVERRIDES: Final = "\u202d\u202e"
"""Characters that turn the line round, whatever is in it; the marks that mixed text needs are others."""

_LINE_ENDS = re.compile("\r\n?|\x85|\u2028|\u2029")


def readable(text: str) -> str:
    """The text without characters that HTML cannot hold, or that are there to deceive; every line ends as in Unix."""
    text = _LINE_ENDS.sub("\n", text)
    if text.isprintable():
        return text
    return "".join(map(_readable, text))


def one_line(text: str) -> str:
    """The readable text on one line."""
    return " ".join(readable(text).split())


def trail(topic: str) -> tuple[str, ...]:
    """The headings of a topic from the outermost in, () for none."""
    return tuple(filter(None, map(one_line, topic.split(TRAIL))))


def natural(text: str) -> str:
    """What to sort names by, so that "Part 2" comes before "Part 10"."""
    return re.sub(r"\d+", lambda digits: digits[0].zfill(12), text.casefold())


def excerpt(text: str, longest: int) -> str:
    """The beginning of the text on one line, at most `longest` characters."""
    line = one_line(text)
    if len(line) <= longest:
        return line
    kept = line[: longest - 1]
    return (kept.rpartition(" ")[0] if " " in kept[longest // 2 :] else kept).rstrip() + "…"


def _readable(character: str) -> str:
    match unicodedata.category(character):
        case "Cs":
            return "\ufffd"
        case "Cc" if character not in "\n\t":
            return ""
        case "Cn" if ord(character) & 0xFFFE == 0xFFFE or "\ufdd0" <= character <= "\ufdef":
            return ""
    return "" if character in _OVERRIDES else character
