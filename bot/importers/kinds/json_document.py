"""JSON: facts, questions with answers, or any records; each record becomes what a table's row becomes."""

from __future__ import annotations

import json
from collections.abc import Iterator

from bot.errors import DocumentError
from bot.facts import Fact
from bot.importers.document import Document
from bot.importers.encoding import decoded_text
from bot.importers.kinds.record_facts import facts_of_value

LARGEST = 32 * 1024 * 1024
"""Bytes; as Python's values they take ten times as many."""


def read(document: Document) -> Iterator[Fact]:
    """The facts of a JSON document."""
    text = decoded_text(document.content(LARGEST), document.name, document.charset)
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        problem = f"malformed JSON at column {error.colno}: {error.msg.removesuffix(' at')}"
        raise DocumentError(document.name, error.lineno, problem) from None
    except (RecursionError, ValueError):
        raise DocumentError(
            document.name, None, "malformed JSON: it is nested too deep, or a number is too long"
        ) from None
    return facts_of_value(document, value)
