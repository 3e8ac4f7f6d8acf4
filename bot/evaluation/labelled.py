"""Questions whose right answer is known, read from JSON Lines.

    {"query": "How do I change my role colour?", "fact_id": "role-colour"}
    {"query": "Who won the cup?", "fact_id": null}

null says that no fact answers, so that the right reply is to say so. Other keys are left for whoever wrote them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.errors import DocumentError
from bot.importers.json_line import json_object
from bot.importers.lines import decoded, numbered

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from bot.importers.lines import NumberedLine


@dataclass(frozen=True, slots=True)
class Labelled:
    """A question and the id of the fact that answers it, None when none does.

    file, line: where it was read, the line counted from 1; "" and 0 for one that no file holds.
    """

    query: str
    fact_id: str | None
    file: str = ""
    line: int = 0


def read(path: Path) -> list[Labelled]:
    """The questions of a file. Raises DocumentError where one cannot be read, and when there is none."""
    name = str(path)
    try:
        with path.open("rb") as file:
            questions = list(parse(decoded(file, name), name))
    except OSError as error:
        raise DocumentError(name, None, f"the file cannot be read: {error.strerror}") from None
    if not questions:
        raise DocumentError(name, None, "there is no question in it")
    return questions


def parse(lines: Iterable[str], name: str) -> Iterator[Labelled]:
    """The questions of a document, in its order; blank lines are skipped. name: how errors call the document."""
    for line in numbered(lines):
        if line.text.strip():
            yield _question(line, name)


def _question(line: NumberedLine, name: str) -> Labelled:
    record = json_object(line, name, "question", '{"query": "…", "fact_id": null}')
    for key in ("query", "fact_id"):
        if key not in record:
            raise DocumentError(name, line.number, f'the key "{key}" is missing')
    query, fact_id = record["query"], record["fact_id"]
    if not isinstance(query, str):
        raise DocumentError(name, line.number, '"query" must be text')
    if fact_id is not None and not isinstance(fact_id, str):
        raise DocumentError(name, line.number, '"fact_id" must be text, or null when no fact answers')
    return Labelled(query, fact_id, name, line.number)
