"""Office documents are zip files: looked at before a library inflates them."""

from __future__ import annotations

import zipfile
import zlib
from typing import BinaryIO

from bot.errors import DocumentError

LARGEST_INFLATED = 512 * 1024 * 1024
"""Bytes of all parts together."""
LARGEST_PART = 256 * 1024 * 1024
MOST_PARTS = 20_000
_RATIO = 200
"""How many times a part may grow beyond its first 16 MB; text and tables stay far below."""
_CHUNK = 1024 * 1024


def check_zip(file: BinaryIO, name: str, part: str, kind: str) -> None:
    """Raise DocumentError unless the file is a zip that holds `part`, and inflates to what fits in memory.

    What the directory of the zip declares is held against what its parts really inflate to.
    """
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
            if part not in archive.NameToInfo:
                raise DocumentError(name, None, f"this is no {kind}")
            if len(parts) > MOST_PARTS or sum(info.file_size for info in parts) > LARGEST_INFLATED:
                raise DocumentError(name, None, f"this {kind} inflates to more than {LARGEST_INFLATED // 1024**2} MB")
            for info in parts:
                _check_part(archive, info, name, kind)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError, zlib.error):
        problem = f"this is no {kind}, a damaged one, or one that is locked with a password"
        raise DocumentError(name, None, problem) from None
    finally:
        file.seek(0)


def _check_part(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str, kind: str) -> None:
    bomb = info.file_size > 16 * 1024 * 1024 and info.file_size > _RATIO * max(info.compress_size, 1)
    size = 0
    if not bomb:
        with archive.open(info) as part:
            while chunk := part.read(_CHUNK):
                size += len(chunk)
                if size > min(info.file_size, LARGEST_PART):
                    break
    if bomb or size > min(info.file_size, LARGEST_PART):
        raise DocumentError(name, None, f"this {kind} inflates beyond measure in its part {info.filename}")
    if info.filename.endswith((".xml", ".rels")) and _declares(archive, info):
        raise DocumentError(
            name, None, f"this {kind} declares a document type in its part {info.filename}, as none does"
        )


def _declares(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bool:
    """Whether the part has a DTD, in which entities could be declared that grow without end."""
    with archive.open(info) as part:
        start = part.read(64 * 1024)
    return b"<!DOCTYPE" in start or b"<!ENTITY" in start or "<!DOCTYPE".encode("utf-16-le") in start
