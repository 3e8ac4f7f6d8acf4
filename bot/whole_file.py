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
    with _taking(path) as temporary:
        shutil.copyfile(source, temporary)


@contextmanager
def whole_file(path: Path) -> Iterator[TextIO]:
    """A text file to write, which takes its name when all is written. Raises DocumentError when it cannot be."""
    with _taking(path) as temporary, temporary.open("w", encoding="utf-8", newline="\n") as file:
        yield file


@contextmanager
def _taking(path: Path) -> Iterator[Path]:
    """An empty file, which takes the name when the block ends well, with the rights that a new file gets."""
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        os.close(handle)
    except OSError as error:
        raise DocumentError(str(path), None, f"the file cannot be written: {error.strerror}") from error
    temporary = Path(name)
    try:
        yield temporary
        umask = os.umask(0)
        os.umask(umask)
        temporary.chmod(0o666 & ~umask)
        temporary.replace(path)
    except OSError as error:
        raise DocumentError(str(path), None, f"the file cannot be written: {error.strerror}") from error
    finally:
        with suppress(FileNotFoundError):
            temporary.unlink()
