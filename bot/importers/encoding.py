"""From bytes to text: UTF-8, and whatever else says plainly what it is."""

from __future__ import annotations

import codecs

from bot.errors import DocumentError

NO_TEXT = "this is not text, or not in UTF-8: save the file as UTF-8 text"

# longest first: the mark of UTF-16 opens that of UTF-32
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def marked_encoding(start: bytes) -> tuple[str, int]:
    """The encoding that a byte order mark at the start names, and the mark's length; ("utf-8", 0) without one."""
    return next(((name, len(mark)) for mark, name in _MARKS if start.startswith(mark)), ("utf-8", 0))


def decoded_text(content: bytes, name: str, charset: str = "") -> str:
    """The text of a whole document. A byte order mark counts most, then `charset`, then UTF-8.

    Raises DocumentError, with the line where that is known, for bytes that are not in that encoding, and for NUL.
    """
    encoding, length = marked_encoding(content)
    if not length and charset and _known(charset):
        encoding = charset
    try:
        text = content[length:].decode(encoding)
    except UnicodeDecodeError as error:
        problem = NO_TEXT if encoding == "utf-8" else f"this is not text in {encoding}, as it says it is"
        raise DocumentError(name, content.count(b"\n", 0, error.start) + 1, problem) from None
    if "\0" in text:
        raise DocumentError(name, text.count("\n", 0, text.index("\0")) + 1, NO_TEXT)
    return text


def _known(charset: str) -> bool:
    try:
        return codecs.lookup(charset)._is_text_encoding  # noqa: SLF001 - "rot13" and "zip" are codecs too
    except (LookupError, ValueError):
        return False
