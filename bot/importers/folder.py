"""The documents of a folder, in order."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.errors import DocumentError

MOST_FILES = 100_000


@dataclass(frozen=True, slots=True)
class Folder:
    """files: those that can be read, sorted by path. skipped: how many others there are, by suffix. links: those that
    lead out of the folder, which are not followed."""

    files: tuple[Path, ...]
    skipped: Mapping[str, int]
    links: tuple[Path, ...]


def look_through(folder: Path, known: Mapping[str, object]) -> Folder:
    """Every file below the folder, but for hidden ones. known: the suffixes that can be read.

    Raises DocumentError for a folder that may not be read, and for one without a document.
    """
    inside = folder.resolve()
    files: list[Path] = []
    links: list[Path] = []
    skipped: Counter[str] = Counter()
    for path in _walk(folder):
        if path.is_symlink():
            # one that stays inside leads to what is read anyway
            links += [] if _stays_inside(path, inside) else [path]
        elif path.suffix.lower() in known:
            files.append(path)
        else:
            skipped[path.suffix.lower()] += 1
        if len(files) > MOST_FILES:
            raise DocumentError(str(folder), None, f"there are more than {MOST_FILES:,} documents in it")
    if not files:
        raise DocumentError(str(folder), None, "there is no document in this folder that can be read")
    return Folder(tuple(sorted(files)), dict(sorted(skipped.items())), tuple(sorted(links)))


def _stays_inside(link: Path, folder: Path) -> bool:
    """Whether a link leads into the folder; one that leads round in a circle leads nowhere."""
    try:
        return link.resolve().is_relative_to(folder)
    except (OSError, RuntimeError):
        return False


def _walk(folder: Path) -> Iterator[Path]:
    """Every file, and every link to a file or folder, that is not hidden."""

    def refuse(error: OSError) -> None:
        raise DocumentError(str(error.filename), None, f"the folder cannot be read: {error.strerror}")

    for name, folders, files in os.walk(folder, onerror=refuse):
        folders[:] = sorted(entry for entry in folders if not entry.startswith("."))
        entries = [Path(name, entry) for entry in [*folders, *files] if not entry.startswith(".")]
        yield from (path for path in entries if path.is_symlink() or path.name in files)
