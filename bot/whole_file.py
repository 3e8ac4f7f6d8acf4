"""A file that is there whole or not at all."""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from bot.errors import DocumentError

if TYPE_CHECKING:
    from collections.abc import Iterator


def copied(source: Path, path: Path) -> None:
    """A copy of a file under a name that is free. Raises DocumentError when it cannot be made."""
    try:
        handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        os.close(handle)
    except OSError as error:
        raise DocumentError(str(path), None, f"the file cannot be written: {error.strerror}") from error
    try:
        shutil.copyfile(source, temporary)
        _settled(temporary, path)
    except OSError as error:
        raise DocumentError(str(path), None, f"the file cannot be written: {error.strerror}") from error
    finally:
        with suppress(FileNotFoundError):
            Path(temporary).unlink()


@contextmanager
def whole_file(path: Path) -> Iterator[TextIO]:
    """A text file to write, which takes its name when all is written. Raises DocumentError when it cannot be."""
    try:
        handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    except OSError as error:
        raise DocumentError(str(path), None, f"the file cannot be written: {error.strerror}") from error
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            yield file
        _settled(temporary, path)
    except OSError as error:
        raise DocumentError(str(path), None, f"the file cannot be written: {error.strerror}") from error
    finally:
        with suppress(FileNotFoundError):
            Path(temporary).unlink()


def _settled(temporary: str, path: Path) -> None:
    """The finished file takes its name, with the rights that a new file gets."""
    umask = os.umask(0)
    os.umask(umask)
    Path(temporary).chmod(0o666 & ~umask)
    Path(temporary).replace(path)
