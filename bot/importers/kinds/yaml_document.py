"""YAML: read by the safe loader, and without aliases, which can make a short text grow without end."""

from __future__ import annotations

from collections.abc import Iterator

from bot.errors import DocumentError
from bot.facts import Fact
from bot.importers.document import Document
from bot.importers.encoding import decoded_text
from bot.importers.kinds.extra import missing
from bot.importers.kinds.record_facts import facts_of_value

LARGEST = 16 * 1024 * 1024
"""Bytes."""
DEEPEST = 100


def read(document: Document) -> Iterator[Fact]:
    """The facts of a YAML document, of several where "---" parts them."""
    try:
        import yaml  # noqa: PLC0415 - of the extra "documents"
    except ImportError:
        raise missing(document.name, "YAML") from None
    text = decoded_text(document.content(LARGEST), document.name, document.charset)
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        aliases = depth = 0
        for event in yaml.parse(text, Loader=loader):
            aliases += isinstance(event, yaml.AliasEvent)
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if aliases or depth > DEEPEST:
                problem = (
                    "it uses aliases (*name), which are not read" if aliases else f"it is nested deeper than {DEEPEST}"
                )
                raise DocumentError(document.name, (event.start_mark.line if event.start_mark else 0) + 1, problem)
        values = [value for value in yaml.load_all(text, Loader=loader) if value is not None]
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        problem = f"malformed YAML: {error.problem or error.context}"
        raise DocumentError(document.name, mark.line + 1 if mark else None, problem) from None
    except (yaml.YAMLError, ValueError, RecursionError):
        raise DocumentError(document.name, None, "malformed YAML") from None
    return facts_of_value(document, values[0] if len(values) == 1 else values)
