"""The documents of a folder, in order."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bot.errors import DocumentError

MOST_FILES = 100_000


@dataclass(frozen=True, slots=True)
class Folder:
    """files: those that can be read, sorted by path. skipped: how many others there are, by suffix."""

    files: tuple[Path, ...]
    skipped: Mapping[str, int] = field(default_factory=dict)


def look_through(folder: Path, known: Mapping[str, object]) -> Folder:
    """Every file below the folder, but for hidden ones. known: the suffixes that can be read.

    Raises DocumentError for a link that leads out of the folder, for a folder that may not be read, and for one without
    a document.
    """
    inside = folder.resolve()
    files: list[Path] = []
    skipped: Counter[str] = Counter()
    for path in _walk(folder, inside):
        if path.suffix.lower() in known:
            files.append(path)
        else:
            skipped[path.suffix.lower()] += 1
        if len(files) > MOST_FILES:
            raise DocumentError(str(folder), None, f"there are more than {MOST_FILES:,} documents in it")
    if not files:
        raise DocumentError(str(folder), None, "there is no document in this folder that can be read")
    return Folder(tuple(sorted(files)), dict(sorted(skipped.items())))


def _walk(folder: Path, inside: Path) -> Iterator[Path]:
    def refuse(error: OSError) -> None:
        raise DocumentError(str(error.filename), None, f"the folder cannot be read: {error.strerror}")

    for name, folders, files in os.walk(folder, onerror=refuse):
        for entry in [*folders, *files]:
            path = Path(name, entry)
            if path.is_symlink() and not entry.startswith(".") and not path.resolve().is_relative_to(inside):
                raise DocumentError(str(path), None, "this link leads out of the folder: what it leads to is not read")
        folders[:] = sorted(entry for entry in folders if not entry.startswith("."))
        # a link inside the folder leads to what is read anyway
        yield from (
            path for entry in files if not entry.startswith(".") and not (path := Path(name, entry)).is_symlink()
        )
