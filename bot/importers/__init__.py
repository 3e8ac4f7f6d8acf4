"""The kinds of document that facts are read from, by the suffix of the file; a file of each opens as late as it can."""

from __future__ import annotations

import stat
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from bot.errors import DocumentError
from bot.facts import Fact
from bot.importers.defaults import Defaults
from bot.importers.document import Document
from bot.importers.readers import READERS, Reader
from bot.importers.wording import listed

__all__ = ["READERS", "Defaults", "Document", "Reader", "read"]


def read(path: Path, defaults: Defaults) -> Iterator[Fact]:
    """The facts of a file, one at a time; the file is opened when the first is asked for.

    Raises DocumentError where the file cannot be opened, or cannot be read by its kind's reader.
    """
    name = str(path)
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        kind = f'a file ending in "{path.suffix}"' if path.suffix else "a file without a suffix"
        raise DocumentError(name, None, f"{kind} cannot be imported: the suffixes known are {listed(READERS)}")
    with opened(path, defaults) as document:
        yield from reader(document)


@contextmanager
def opened(path: Path, defaults: Defaults) -> Iterator[Document]:
    """A file as a document. Raises DocumentError where it cannot be opened or read."""
    name = str(path)
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise DocumentError(name, None, "this is a directory, not a file")
        if not stat.S_ISREG(mode):
            raise DocumentError(name, None, "this is no regular file")
        with path.open("rb") as file:
            yield Document(name, file, path.suffix.lower(), defaults, datetime.now(UTC).date().isoformat())
    except FileNotFoundError:
        raise DocumentError(name, None, "there is no such file") from None
    except PermissionError:
        raise DocumentError(name, None, "the file may not be read: its permissions forbid it") from None
    except OSError as error:
        raise DocumentError(name, None, f"the file cannot be read: {error.strerror}") from None
