"""The libraries that only some documents need."""

from __future__ import annotations

from bot.errors import DocumentError


def missing(name: str, kind: str) -> DocumentError:
    """What to say when the library for a kind of document is not installed."""
    return DocumentError(name, None, f"reading {kind} needs the extra \"documents\": pip install 'factbot[documents]'")
