"""Facts of whatever a person names: a file, a folder of them, or an address."""

from __future__ import annotations

import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from bot.errors import DocumentError
from bot.facts import Fact
from bot.importers.assembly import EmptyDocumentError
from bot.importers.defaults import Defaults
from bot.importers.document import Document
from bot.importers.first_seen import FirstSeen
from bot.importers.folder import look_through
from bot.importers.readers import READERS, Reader
from bot.importers.wording import listed

__all__ = ["READERS", "Defaults", "Document", "Reader", "pack_name", "read", "read_all"]


def pack_name(named: str) -> str:
    """What the pack of a file, folder or address is called when nobody says: its name, without a suffix."""
    if _is_address(named):
        parts = urlsplit(named)
        last = PurePosixPath(unquote(parts.path)).stem
        return f"{parts.hostname or named} {last}".strip()
    path = Path(named)
    if path.is_dir():
        return path.resolve().name or named
    return path.stem


def read_all(
    named: list[str], defaults: Defaults, *, allow_private: bool = False, remark: Callable[[str], None] = lambda _: None
) -> Iterator[Fact]:
    """The facts of all files, folders and addresses that a person names, as of one pack.

    What two documents both say is kept once. allow_private: addresses of the own network may be fetched. remark: takes
    a sentence about what was left out. Raises DocumentError; in a folder, documents without text are only remarked on.
    """
    if len(named) == 1 and not Path(named[0]).is_dir():
        for _, facts in _each(named, defaults, allow_private=allow_private, remark=remark):
            yield from facts
        return
    with FirstSeen() as seen:
        for name, facts in _each(named, defaults, allow_private=allow_private, remark=remark):
            for fact in facts:
                again = seen.earlier(fact.id, 1, _gist(fact))
                if again is None:
                    yield fact
                elif again.note != _gist(fact):
                    raise DocumentError(name, None, f'the id "{fact.id}" already names another fact, of another file')


def _gist(fact: Fact) -> str:
    return "\0".join([*fact.questions, fact.answer])


def _each(
    named: list[str], defaults: Defaults, *, allow_private: bool, remark: Callable[[str], None]
) -> Iterator[tuple[str, Iterator[Fact]]]:
    for name in named:
        if _is_address(name):
            yield name, _read_address(name, defaults, allow_private=allow_private)
        elif Path(name).is_dir():
            folder = look_through(Path(name), READERS)
            for path in folder.files:
                yield str(path), _unless_empty(read(path, defaults), remark)
            if folder.links:
                more = f" (and {len(folder.links) - 1} more)" if len(folder.links) > 1 else ""
                remark(f"{folder.links[0]}{more}: this link leads out of the folder: what it leads to is not read")
            if folder.skipped:
                kinds = ", ".join(f"{count} {suffix or 'without a suffix'}" for suffix, count in folder.skipped.items())
                remark(f"{name}: files of other kinds left out: {kinds}")
        else:
            yield name, read(Path(name), defaults)


def _unless_empty(facts: Iterator[Fact], remark: Callable[[str], None]) -> Iterator[Fact]:
    try:
        yield from facts
    except EmptyDocumentError as error:
        remark(str(error))


def read(path: Path, defaults: Defaults) -> Iterator[Fact]:
    """The facts of a file, one at a time; the file is opened when the first is asked for.

    Raises DocumentError where the file cannot be opened, or cannot be read by its kind's reader.
    """
    reader = _reader(path.suffix, str(path))
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
            yield Document(name, file, path.suffix.lower(), defaults, _today())
    except FileNotFoundError:
        raise DocumentError(name, None, "there is no such file") from None
    except PermissionError:
        raise DocumentError(name, None, "the file may not be read: its permissions forbid it") from None
    except OSError as error:
        raise DocumentError(name, None, f"the file cannot be read: {error.strerror}") from None


def _read_address(address: str, defaults: Defaults, *, allow_private: bool) -> Iterator[Fact]:
    from bot.importers.fetching import fetched  # noqa: PLC0415 - most imports fetch nothing

    with fetched(address, allow_private=allow_private) as page:
        reader = _reader(page.suffix, address)
        yield from reader(Document(address, page.file, page.suffix, defaults, _today(), page.address, page.charset))


def _is_address(name: str) -> bool:
    return name.lower().startswith(("http://", "https://"))


def _reader(suffix: str, name: str) -> Reader:
    reader = READERS.get(suffix.lower())
    if reader is None:
        kind = f'a file ending in "{suffix}"' if suffix else "a file without a suffix"
        raise DocumentError(name, None, f"{kind} cannot be imported: the suffixes known are {listed(READERS)}")
    return reader


def _today() -> str:
    return datetime.now(UTC).date().isoformat()
