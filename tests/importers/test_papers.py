"""PDF, DOCX and reStructuredText."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path

import docx
import pytest

from bot.importers.kinds import pdf_lines
from tests.importers.papers import LOCKED, answers, asked, facts, mistake, pdf

HEAD, FOOT = (72, 760, 9, "The Widget Manual"), (300, 30, 9, "{}")


def paper(*pages: list[tuple[float, float, float, str]], info: str = "") -> bytes:
    """A PDF with a running head and page numbers."""
    framed = [[HEAD, *lines, (300, 30, 9, str(number))] for number, lines in enumerate(pages, 1)]
    return pdf(*framed, info=info)


MANUAL = paper(
    [
        (72, 700, 20, "Installing"),
        (72, 660, 11, "Put the widget on a table. The table must be level, and it must be near enough"),
        (72, 647, 11, "to a socket for the cable, which is two metres long, to reach it."),
        (72, 620, 11, "The second paragraph goes on over the end of the page, because there is so much"),
    ],
    [(72, 700, 11, "to say about the widget and what it does for you."), (72, 674, -11, "What is the red light?"),
     (72, 648, 11, "It says that the battery is empty.")],
    [(72, 700, 20, "Contents of the box"), (72, 660, 11, "There is one widget in it. There are no batteries.")],
    info="/Title (Widgets) /Author (Ann) /CreationDate (D:20240506070809Z)",
)  # fmt: skip


def test_printed_lines_are_paragraphs_again(tmp_path: Path) -> None:
    """Also over the end of a page; heads, feet and page numbers are left out."""
    some = facts(tmp_path, "a.pdf", MANUAL)

    first, second, *_ = answers(some)
    assert first.startswith("Put the widget on a table.") and "near enough to a socket for the cable" in first
    assert second.endswith("because there is so much to say about the widget and what it does for you.")
    assert not any("Manual" in answer for answer in answers(some))
    assert {"What is the red light?": "It says that the battery is empty."} == asked(some)


def test_a_pdf_says_what_it_is_and_where(tmp_path: Path) -> None:
    """The page can be named, and opened."""
    some = facts(tmp_path, "a.pdf", MANUAL)
    source = some[0].source

    assert ("Widgets", "Ann", "2024-05-06") == (source.title, source.author, source.published)
    assert ("“Contents of the box”, page 3", "#page=3", "Contents of the box") == (
        some[-1].locator,
        some[-1].anchor,
        some[-1].topic,
    )


def test_pictures_of_pages_are_said_to_be_such(tmp_path: Path) -> None:
    """And what is no PDF at all."""
    assert "this PDF has no text layer" in mistake(tmp_path, "a.pdf", pdf([], []))
    assert "this PDF is locked with a password: save it without one" == mistake(tmp_path, "c.pdf", LOCKED)
    assert "this is no PDF, or a damaged one" == mistake(tmp_path, "b.pdf", b"%PDF-1.4\nnoise" + bytes(range(256)))


def test_a_page_that_takes_too_long_ends_the_reading(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The program that reads it is ended."""
    monkeypatch.setattr(pdf_lines, "PATIENCE", 0.0)

    assert "this PDF is damaged, or needs too much time or memory to read" == mistake(tmp_path, "a.pdf", MANUAL)


def word_document() -> bytes:
    """A short one, with what they are made of."""
    document = docx.Document()
    document.core_properties.title, document.core_properties.author = "Widgets", "Ann"
    document.core_properties.created = datetime(2024, 5, 6, tzinfo=UTC)
    document.add_heading("Widgets", 0)
    document.add_heading("Installing", 1)
    document.add_paragraph("Put the widget on a table that is level, and near enough to a socket for its cable:")
    document.add_paragraph("unpack it,", style="List Bullet")
    document.add_paragraph("plug it in.", style="List Number")
    document.add_paragraph().add_run("Is it loud?").bold = True
    document.add_paragraph("No, it is rather quiet.")
    document.add_heading("Prices", 1)
    table = document.add_table(rows=0, cols=2)
    for cells in (("Name", "Price"), ("Small", "5"), ("Large", "9")):
        for cell, text in zip(table.add_row().cells, cells, strict=True):
            cell.text = text
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def test_a_word_document_is_read_by_its_styles(tmp_path: Path) -> None:
    """Headings, lists, bold questions and tables."""
    some = facts(tmp_path, "a.docx", word_document())

    assert [
        "Put the widget on a table that is level, and near enough to a socket for its cable:\nunpack it,\nplug it in.",
        "No, it is rather quiet.",
        "Small — Price: 5",
        "Large — Price: 9",
    ] == answers(some)
    assert ["Installing", "Installing", "Prices", "Prices"] == [fact.topic for fact in some]
    assert ("Is it loud?",) == some[1].questions
    assert ("Widgets", "Ann", "2024-05-06") == (some[0].source.title, some[0].source.author, some[0].source.published)
    assert "“Prices”, table 1, row 2" == some[2].locator


STRUCTURED = """\
The widget
==========

:Author: Ann
:Date: 2024-05-06

Installing
----------

Put it on a :ref:`level table <tables>`. See :doc:`/there`, and mind the *cable*, which is only two metres long.

.. note::

   It is heavy.

.. include:: /etc/hosts

For example::

   $ widget --on

level
   How level the table is, from zero to one hundred; it is best above ninety.

How do I stop it?
-----------------

Pull the plug.
"""


def test_restructured_text_is_read_without_what_it_points_to(tmp_path: Path) -> None:
    """Roles of Sphinx are their words, and no other file is opened."""
    some = facts(tmp_path, "a.rst", STRUCTURED)
    text = "\n".join(answers(some))

    assert "Put it on a level table. See /there, and mind the cable" in text
    assert "For example:\n$ widget --on" in text and "level\nHow level the table is" in text and "It is heavy." in text
    assert "localhost" not in text
    assert {"How do I stop it?": "Pull the plug."} == asked(some)
    assert ("The widget", "Installing", "#installing") == (some[0].source.title, some[0].topic, some[0].anchor)


@pytest.mark.parametrize(
    ("name", "content"), [("a.docx", b"PK\x03\x04 noise"), ("a.docx", b""), ("a.xlsx", b"\0" * 100)]
)
def test_a_damaged_office_document_is_said_to_be_one(tmp_path: Path, name: str, content: bytes) -> None:
    """In one sentence."""
    assert mistake(tmp_path, name, content).startswith("this is no ")
