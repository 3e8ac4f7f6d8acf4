"""The lines of a PDF's pages, read by a program of its own that is ended when it takes too long."""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import IO, Any

from bot.errors import DocumentError
from bot.importers.document import Document
from bot.importers.kinds.extra import missing

MOST_PAGES = 5_000
PATIENCE = 20.0
"""Seconds for one page."""
LARGEST = 256 * 1024 * 1024
"""Bytes of a PDF."""
_LONGEST_REPORT = 64 * 1024 * 1024
"""Bytes of what the program says of one page."""


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line. Places and sizes in points; baseline from the foot of the page.

    divided: its last word goes on in the next line.
    """

    text: str
    left: float
    baseline: float
    right: float
    size: float
    bold: bool
    monospaced: bool
    divided: bool


@dataclass(frozen=True, slots=True)
class Pages:
    """A PDF's lines, page by page, and what it says of itself by PDF's own names."""

    given: dict[str, str]
    lines: list[list[Line]]


def read_pages(document: Document) -> Pages:
    """All pages. Raises DocumentError for a PDF that is locked, damaged, too large, or takes too long."""
    if find_spec("pypdfium2") is None:
        raise missing(document.name, "PDF")
    name = document.name
    with _on_disk(document) as path, tempfile.TemporaryFile() as errors:
        child = Path(__file__).with_name("pdf_child.py")
        process = subprocess.Popen(  # noqa: S603 - our own program, on a path of our own
            [sys.executable, "-I", str(child), path], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=errors
        )
        try:
            return _reported(_reports(process), name)
        finally:
            process.kill()
            process.wait()
            if process.stdout:
                process.stdout.close()


@contextmanager
def _on_disk(document: Document) -> Iterator[str]:
    """A path of the document's bytes."""
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(document.content(LARGEST))
        file.flush()
        yield file.name


def _reported(reports: Iterator[Any], name: str) -> Pages:
    head = next(reports, None)
    if head is None:
        raise DocumentError(name, None, "this PDF is damaged, or needs too much time or memory to read")
    if isinstance(head, dict):
        locked = "this PDF is locked with a password: save it without one"
        raise DocumentError(
            name, None, locked if head.get("error") == "password" else "this is no PDF, or a damaged one"
        )
    count, given = head
    if count > MOST_PAGES:
        raise DocumentError(
            name, None, f"it has {count:,} pages, and at most {MOST_PAGES:,} are read: cut it into parts"
        )
    lines = []
    for number in range(1, count + 1):
        report = next(reports, None)
        if report is None:
            raise DocumentError(name, None, f"page {number} takes too long or too much memory to read")
        lines.append([_line(values) for values in report])
    return Pages({str(key): str(value) for key, value in given.items()}, lines)


def _line(values: list[Any]) -> Line:
    text, left, baseline, right, size, bold, monospaced = values
    divided = text.endswith("\ufffe")
    return Line(text.replace("\ufffe", ""), left, baseline, right, size, bold, monospaced, divided)


def _reports(process: subprocess.Popen[bytes]) -> Iterator[Any]:
    """Each line that the program writes, decoded; ends where the program ends, or says nothing for too long."""
    output = process.stdout
    if output is None:
        return
    waiting = b""
    until = time.monotonic() + PATIENCE
    while True:
        if b"\n" in waiting:
            report, _, waiting = waiting.partition(b"\n")
            yield json.loads(report)
            until = time.monotonic() + PATIENCE
            continue
        piece = _piece(output, until)
        if not piece or len(waiting) > _LONGEST_REPORT:
            return
        waiting += piece


def _piece(output: IO[bytes], until: float) -> bytes:
    """What is there to read, b"" at the end or when the time is up."""
    ready, _, _ = select.select([output], [], [], max(until - time.monotonic(), 0.0))
    return os.read(output.fileno(), 1024 * 1024) if ready else b""
