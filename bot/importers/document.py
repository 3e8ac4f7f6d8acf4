"""A document that is being read: its bytes, what to call it, and what the person who imports it says of it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePath
from typing import BinaryIO

from bot.errors import DocumentError
from bot.facts import Source
from bot.importers.defaults import Defaults
from bot.importers.encoding import decoded_text
from bot.importers.lines import decoded

LARGEST = 32 * 1024 * 1024
"""Bytes of a document that is read as a whole. Tables and fact files are read row by row, and may be of any size."""

_CHUNK = 1024 * 1024


@dataclass(frozen=True)
class Document:
    """One file or page, open and at its start.

    name:    as the person named it: a path, or an address. Stands in errors.
    file:    its bytes; can be read again from the start.
    suffix:  of its kind, in lower case: ".html".
    checked: the ISO date of this reading.
    address: where it was fetched from; "" for a file.
    charset: the encoding that its server names; "" when nobody does.
    """

    name: str
    file: BinaryIO
    suffix: str
    defaults: Defaults
    checked: str
    address: str = ""
    charset: str = ""

    @cached_property
    def digest(self) -> str:
        """The hash of all bytes, named by its algorithm: a cheap first look at the whole."""
        state = hashlib.blake2s(digest_size=16)
        self.file.seek(0)
        while chunk := self.file.read(_CHUNK):
            state.update(chunk)
        self.file.seek(0)
        return f"blake2s-{state.hexdigest()}"

    def content(self, largest: int = LARGEST) -> bytes:
        """All bytes. Raises DocumentError when there are more than `largest`."""
        self.file.seek(0)
        content = self.file.read(largest + 1)
        if len(content) > largest:
            raise DocumentError(self.name, None, f"it is larger than {largest // 1024**2} MB: cut it into parts")
        return content

    def lines(self) -> Iterator[str]:
        """Its lines, one at a time. Raises DocumentError for what is no text."""
        self.file.seek(0)
        return decoded(self.file, self.name)

    def text(self) -> str:
        """Its whole text, a byte order mark taken off. Raises DocumentError for what is no text."""
        return decoded_text(self.content(), self.name, self.charset)

    def source(self, **given: str) -> Source:
        """What it says of itself (fields of Source), its gaps filled from the command line; with its digest."""
        stem = self.address or PurePath(self.name).stem
        if self.address:
            given["url"] = self.address
        return self.defaults.source(stem, given, digest=self.digest)
