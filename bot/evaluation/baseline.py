"""An earlier report, read back from what `factbot eval --json` printed."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from bot.errors import DocumentError
from bot.evaluation.figures import Figures
from bot.evaluation.judging import Outcome
from bot.evaluation.report import KIND, VERSION

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Earlier:
    """How a question went. right: see Judged.is_right."""

    query: str
    right: bool
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Baseline:
    """The figures by their keys, and the questions in the order asked. name: the file, as the person named it."""

    name: str
    figures: Mapping[str, float | None]
    rows: tuple[Earlier, ...]


def read_baseline(path: Path) -> Baseline:
    """The report in a file. Raises DocumentError when it cannot be read, or is something else."""
    name = str(path)
    try:
        # bytes, because a shell on Windows may have saved what was printed as UTF-16
        record = json.loads(path.read_bytes())
    except OSError as error:
        raise DocumentError(name, None, f"the file cannot be read: {error.strerror}") from None
    except (ValueError, RecursionError):
        record = None
    if not isinstance(record, dict) or record.get("kind") != KIND:
        raise DocumentError(name, None, "this is not what `factbot eval --json` prints")
    if record.get("version") != VERSION:
        raise DocumentError(name, None, "this was printed by another version of `factbot eval --json`: make it anew")
    try:
        return _baseline(name, record)
    except (KeyError, TypeError, ValueError, AttributeError):
        raise DocumentError(name, None, "parts of the report are missing or changed: make it anew") from None


def _baseline(name: str, record: Mapping[str, Any]) -> Baseline:
    given = record["figures"]
    figures = {field.name: _number(given.get(field.name)) for field in fields(Figures)}
    rows = (Earlier(str(row["query"]), row["right"] is True, Outcome(row["outcome"])) for row in record["rows"])
    return Baseline(name, figures, tuple(rows))


def _number(value: str | float | None) -> float | None:
    return None if value is None else float(value)
