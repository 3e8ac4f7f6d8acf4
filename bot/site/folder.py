"""A folder that is there whole or not at all, and is only replaced when it is ours."""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bot.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Iterator

MARKER: Final = ".factbot-site"
"""The file that says a folder is ours, and lists the entries in it that are."""


@contextmanager
def whole_folder(folder: Path) -> Iterator[Path]:
    """An empty folder to fill, which takes the place of `folder` when all is written.

    What an earlier run made goes; what somebody put beside it, such as .git or CNAME, stays. Raises SettingsError for
    a folder that holds anything but a site of ours, and when it cannot be written; then `folder` is as it was.
    """
    # a link stays one, and what it leads to is replaced
    folder = folder.resolve()
    _refuse_foreign(folder)
    try:
        temporary = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    except OSError as error:
        raise _unwritable(folder, error) from error
    try:
        new = temporary / "new"
        new.mkdir()
        yield new
        entries = sorted((*(path.name for path in new.iterdir()), MARKER))
        (new / MARKER).write_text("".join(f"{name}\n" for name in entries), encoding="utf-8", newline="\n")
        _swap(folder, new, temporary / "old")
    except OSError as error:
        raise _unwritable(folder, error) from error
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def _refuse_foreign(folder: Path) -> None:
    try:
        if not folder.exists():
            return
        if not folder.is_dir():
            raise SettingsError(f"{folder} is a file: the site needs a folder")
        if not (folder / MARKER).is_file() and any(folder.iterdir()):
            raise SettingsError(f"{folder} is not empty and was not made by `factbot site`: name a new or empty folder")
    except OSError as error:
        raise _unwritable(folder, error) from error


def _swap(folder: Path, new: Path, old: Path) -> None:
    """Put `new` in the place of `folder`; whatever goes wrong on the way is undone."""
    undo: list[tuple[Path, Path]] = []

    def move(path: Path, to: Path) -> None:
        path.rename(to)
        undo.append((to, path))

    try:
        if folder.exists():
            for path in _foreign(folder, new):
                move(path, new / path.name)
            move(folder, old)
        move(new, folder)
    except OSError:
        for moved, path in reversed(undo):
            moved.rename(path)
        raise


def _foreign(folder: Path, new: Path) -> list[Path]:
    """The entries of the folder that no run of ours made."""
    marker = folder / MARKER
    ours = set(marker.read_text(encoding="utf-8").splitlines()) if marker.is_file() else set()
    return sorted(path for path in folder.iterdir() if path.name not in ours and not os.path.lexists(new / path.name))


def _unwritable(folder: Path, error: OSError) -> SettingsError:
    return SettingsError(f"the site cannot be written to {folder}: {error.strerror}")
