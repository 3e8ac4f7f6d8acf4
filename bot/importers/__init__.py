"""The kinds of document that facts are read from, by the suffix of the file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from bot.errors import DocumentError
from bot.facts import Fact
from bot.importers import fact_jsonl, fact_markdown
from bot.importers.defaults import Defaults
from bot.importers.lines import decoded
from bot.importers.wording import listed

__all__ = ["READERS", "Defaults", "Reader", "read"]

Reader = Callable[[Iterable[str], str, Defaults], Iterator[Fact]]
"""Takes the lines of a document, its name for errors, and what the command line says of it."""

READERS: Mapping[str, Reader] = {
    ".jsonl": fact_jsonl.read,
    ".markdown": fact_markdown.read,
    ".md": fact_markdown.read,
}


def read(path: Path, defaults: Defaults) -> Iterator[Fact]:
    """The facts of a file, one at a time; the file is opened when the first is asked for.

    Raises DocumentError where the file cannot be opened, is no UTF-8 text, or cannot be read by its kind's reader.
    """
    name = str(path)
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        kind = f'a file ending in "{path.suffix}"' if path.suffix else "a file without a suffix"
        raise DocumentError(name, None, f"{kind} cannot be imported: the suffixes known are {listed(READERS)}")
    try:
        with path.open("rb") as file:
            yield from reader(decoded(file, name), name, defaults)
    except FileNotFoundError:
        raise DocumentError(name, None, "there is no such file") from None
    except IsADirectoryError:
        raise DocumentError(name, None, "this is a directory, not a file") from None
    except PermissionError:
        raise DocumentError(name, None, "the file may not be read: its permissions forbid it") from None
    except OSError as error:
        raise DocumentError(name, None, f"the file cannot be read: {error.strerror}") from None
