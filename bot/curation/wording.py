"""What people write, made fit to be kept."""

from __future__ import annotations

from typing import Final

from bot.importers.tidying import one_line, paragraphs

LONGEST: Final = 2000
"""Characters of a report, a question or a reason that are kept; the rest of a longer one is cut off."""


def kept_text(text: str) -> str:
    """Text of several lines; what SQLite cannot hold is replaced."""
    return paragraphs(text.replace("\0", "").encode("utf-16", "surrogatepass").decode("utf-16", "replace"))[
        :LONGEST
    ].strip()


def kept_line(text: str) -> str:
    """The same on one line."""
    return one_line(kept_text(text))
