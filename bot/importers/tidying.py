"""How imported text is tidied, the same in every format, so that the same words make the same fact."""

from __future__ import annotations


def one_line(text: str) -> str:
    """The text on one line: every run of white space is one space, and none is around it."""
    return " ".join(text.split())


def paragraphs(text: str) -> str:
    """The text as it stands, but for white space at the ends of lines and blank lines around it."""
    lines = [line.rstrip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    return "\n".join(lines).strip("\n")
