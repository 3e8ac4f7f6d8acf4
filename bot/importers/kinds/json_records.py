"""Records of JSON or YAML as rows of a table."""

from __future__ import annotations

from collections.abc import Mapping

DEEPEST = 6
"""Objects inside objects whose keys still make a column's name."""


def record_cells(record: Mapping[str, object]) -> dict[str, str]:
    """The texts and numbers of a record by key; those of an object inside it by "key.inner"; lists on one line."""
    cells: dict[str, str] = {}
    _gather("", record, cells, 0)
    return cells


def _gather(prefix: str, value: object, cells: dict[str, str], depth: int) -> None:
    if isinstance(value, Mapping) and depth < DEEPEST:
        for key, inner in value.items():
            _gather(f"{prefix}.{key}" if prefix else str(key), inner, cells, depth + 1)
    elif isinstance(value, list):
        plain = [text for item in value if (text := scalar(item))]
        if plain:
            cells[prefix] = ", ".join(plain)
    elif text := scalar(value):
        cells[prefix] = text


def scalar(value: object) -> str:
    """A text, number or truth value as it is written; "" for anything else."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, str | int | float) else ""
