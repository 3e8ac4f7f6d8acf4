"""Text that strangers wrote, made fit to stand in a message of ours: nothing hidden, broken, or cut silently.

Lengths are counted in UTF-16 units, as a Discord client counts; that is never less than Python's len().
"""

from __future__ import annotations

import re
import unicodedata

MARKS_IN_A_ROW = 4
"""Combining marks that may pile up on one letter. Written languages need three; more is there to overflow the line."""

_BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0\u034f\u17b4\u17b5")
"""Letters and marks that look like nothing at all."""

_JOINERS = "\u200c\u200d"
"""Invisible, and needed: they shape Persian and Indic words, and build families and flags from single emoji."""

_FLAG_LETTERS = "".join(map(chr, range(0x1F1E6, 0x1F200)))
"""Two of these make one flag."""

_BLANK_LINES = re.compile(r"[^\S\n]*\n(?:[^\S\n]*\n)+")
_MASKED_LINK = re.compile(r"\]\((?=[^)]*:)")
_NAMED_TAG = re.compile(r"<a?(:\w{1,32}:)\d{1,20}>")
_TAG = re.compile(r"<(?:@[!&]?|#|/[^<>\n]{1,100}:|t:)-?\d{1,20}(?::\w)?>")
_TO_ALL = re.compile(r"@(?:everyone|here)\b")
_WHOLE = re.compile(r"<[^<>\s]{1,2000}>|\[[^\]\n]{0,200}\] ?\([^)\s]{1,2000}\)|https?://\S+|`+|\|\|")
_SPECIAL = re.compile(r"([\\*_~`|\[\]<])")


def units(text: str) -> int:
    """The length of a text as Discord's clients count it."""
    return len(text) + sum(character > "\uffff" for character in text)


def clean(text: str) -> str:
    """The text without what no reader sees: control, direction and filler characters, half characters, piled marks."""
    if text.isascii() and text.replace("\n", " ").isprintable():
        return _BLANK_LINES.sub("\n\n", text).strip()
    kept: list[str] = []
    marks = 0
    for character in text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n"):
        category = unicodedata.category(character)
        marks = marks + 1 if category in ("Mn", "Me") else 0
        if category == "Cs":
            kept.append("\ufffd")
        elif character == "\t":
            kept.append(" ")
        elif character in _JOINERS:
            if kept and kept[-1] not in _JOINERS and not kept[-1].isspace():
                kept.append(character)
        elif character == "\n" or (
            category not in ("Cc", "Cf") and character not in _BLANK and marks <= MARKS_IN_A_ROW
        ):
            kept.append(character)
    return _BLANK_LINES.sub("\n\n", "".join(kept)).strip()


def one_line(text: str) -> str:
    """The cleaned text on a single line."""
    return " ".join(clean(text).split())


def literal(text: str, limit: int) -> str:
    """One line of at most `limit` units before escaping (twice that after, and two) that reads just as it is written.

    No formatting, mention, link or list comes of it. What is written from right to left is set apart, so that it does
    not turn the words around it.
    """
    return set_apart(re.sub(r"^(\d*)([-+.)#>])", r"\1\\\2", escaped(shorten(one_line(text), limit))))


def escaped(text: str) -> str:
    """The text without the power to format, to mention or to link: a backslash before each sign that could."""
    return _SPECIAL.sub(r"\\\1", text).replace("://", ":\\//")


def set_apart(line: str) -> str:
    """The line, isolated from what stands around it if any of it is written from right to left."""
    leftwards = any(unicodedata.bidirectional(sign) in ("R", "AL", "AN") for sign in line)
    return f"\u2068{line}\u2069" if leftwards else line


def markdown(text: str) -> str:
    """A text whose own Markdown may stand, except what deceives: a link shows its target, no line looks like ours."""
    cleaned = _MASKED_LINK.sub("] (", clean(text))
    cleaned = re.sub(r"(?m)^(\s*)(-#|>>>)", r"\1\\\2", cleaned)
    return cleaned + "\n```" if cleaned.count("```") % 2 else cleaned


def question_text(content: str, *, to_all: bool = False) -> str:
    """The words of a message: mentions, channel links and timestamps are left out, custom emoji become their names.

    to_all: whether it pings everyone; then the words that do so are a mention too.
    """
    if to_all:
        content = _TO_ALL.sub(" ", content)
    return one_line(_TAG.sub(" ", _NAMED_TAG.sub(r" \1 ", content)))


def has_words(text: str) -> bool:
    """Whether there is anything in it that could be looked up."""
    return any(character.isalnum() for character in text)


def shorten(text: str, limit: int, note: str = "…") -> str:
    """The text in at most `limit` units. What does not fit is left out at the end, and the note says so.

    A cut falls between words where it can, and never inside a character, a mention, a link, code or a spoiler.
    The note itself must be shorter than the limit by five.
    """
    if units(text) <= limit:
        return text
    room = limit - units(note)
    cut = _fitting(text, room)
    while (earlier := _step_back(text, cut)) < cut:
        cut = earlier
    kept = text[:cut].rstrip()
    if kept.count("```") % 2:
        kept = _close_block(text, kept, room)
    return kept + note


def _close_block(text: str, kept: str, room: int) -> str:
    """Closes the code block that a cut has opened, giving up a few more characters where they are needed."""
    opened = kept.rfind("```")
    cut = _character_end(text, min(len(kept), _fitting(text, room - 4)))
    return text[:cut].rstrip() + "\n```" if cut > opened + 3 else text[:opened].rstrip()


def _fitting(text: str, room: int) -> int:
    """How many characters of the text fit into so many units."""
    used = 0
    for index, character in enumerate(text):
        used += 2 if character > "\uffff" else 1
        if used > room:
            return index
    return len(text)


def _step_back(text: str, cut: int) -> int:
    """The cut itself when it may stand, else an earlier place to try."""
    for span in _WHOLE.finditer(text):
        if span.start() < cut < span.end():
            return span.start()
    before = text[:cut]
    if before.count("```") % 2 == 0:
        prose = re.sub(r"```.*?```", lambda block: " " * len(block[0]), before, flags=re.DOTALL)
        for quiet, reach in (("||", 1500), ("`", 300)):
            opened = prose.rfind(quiet)
            if prose.count(quiet) % 2 and cut - opened < reach and quiet in text[cut : cut + reach]:
                return opened
    if before[-1:].isspace() or text[cut : cut + 1].isspace():
        return cut
    gap = max(before.rfind(" "), before.rfind("\n"))
    if gap > cut - min(60, cut // 2):
        return gap
    return _character_end(text, cut)


def _character_end(text: str, cut: int) -> int:
    """The nearest place at or before the cut where one visible character ends and the next begins."""
    while 0 < cut < len(text) and _joined(text, cut):
        cut -= 1
    return cut


def _joined(text: str, at: int) -> bool:
    """Whether the characters before and after the place are parts of one."""
    before, after = text[at - 1], text[at]
    if unicodedata.category(after) in ("Mn", "Me", "Mc") or before in _JOINERS or after in _JOINERS:
        return True
    if "\U0001f3fb" <= after <= "\U0001f3ff" or ("\u1160" <= after <= "\u11ff" and "\u1100" <= before <= "\u11ff"):
        return True
    flags = len(text[:at]) - len(text[:at].rstrip(_FLAG_LETTERS))
    return after in _FLAG_LETTERS and flags % 2 == 1
