"""Plain text: what a person lays out with blank lines and spaces is read as they mean it."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.importers.kinds.plain_text import outline
from tests.importers.papers import answers, asked, facts

ARTICLE = """\
A New Bridge Will Cross The River

By Ann Lee

November 27, 2021

The council has decided that a bridge will be built across the river. Work begins in spring and takes two years.

Bridge, artist's view

The bridge is 300 metres long and carries two lanes for cars, and one for bicycles on each side of the road.

Other Plans For The Old Harbour

The harbour becomes a park. It will have a playground and a pool, and the old crane stays where it has always been.

Source/VIA :
Previous A rather different story about phones
Next Yet another story about phones
"""

MANUAL = """\
                       The Widget Manual

1. Installing

   Put the widget on a table. The table must be level, and it must be near
   enough to a socket for the cable, which is two metres long, to reach it.

   You need:
     - a screwdriver with a small blade
     - two batteries, which are not a part of what is in the box that you
       have bought

  1.1. On a wall

   A widget can hang on a wall. It is heavy, so drill the holes for its hyphen-
   ation, and mind the brand of the screws: the best of them are the well-
   known ones. Its hyphenation is another matter, as is a well-known one.

       $ widget --level
       level: 42 %

What does the red light mean?

   The red light means that the battery is empty.
"""


def test_an_article_is_its_paragraphs_without_captions_and_what_is_around_it(tmp_path: Path) -> None:
    """Byline and date say what it is; share bars, captions and neighbours are left out."""
    some = facts(tmp_path, "bridge.txt", ARTICLE)
    source = some[0].source

    assert ["The council", "The bridge", "The harbour"] == [" ".join(answer.split()[:2]) for answer in answers(some)]
    assert ("A New Bridge Will Cross The River", "Ann Lee", "November 27, 2021") == (
        source.title,
        source.author,
        source.published,
    )
    assert ["", "", "Other Plans For The Old Harbour"] == [fact.topic for fact in some]
    assert "“Other Plans For The Old Harbour”" in some[2].locator and "line 15" in some[2].locator


def test_a_manual_is_read_by_its_numbered_headings_and_lists() -> None:
    """Wrapped lines are put together, and so are words divided at a line's end; listings stay as they are."""
    found = [(block.kind.name, block.level, block.text) for block in outline(MANUAL).blocks]

    assert ("HEADING", 1, "1. Installing") in found and ("HEADING", 2, "1.1. On a wall") in found
    assert ("ITEM", 0, "- two batteries, which are not a part of what is in the box that you have bought") in found
    assert ("CODE", 0, "$ widget --level\nlevel: 42 %") in found
    wall = next(text for kind, _, text in found if text.startswith("A widget can"))
    assert "for its hyphenation, and" in wall and "the well-known ones" in wall


def test_a_list_stays_with_the_words_that_introduce_it(tmp_path: Path) -> None:
    """One passage; the topic has no number."""
    some = facts(tmp_path, "widget.txt", MANUAL)
    (needs,) = [fact for fact in some if fact.answer.startswith("You need:")]

    assert needs.answer.split("\n")[1] == "- a screwdriver with a small blade"
    assert needs.topic == "Installing"


def test_a_heading_that_asks_is_a_question(tmp_path: Path) -> None:
    """Its answer is the text below, which is its quote too."""
    (fact,) = [fact for fact in facts(tmp_path, "widget.txt", MANUAL) if fact.questions]

    assert ("What does the red light mean?",) == fact.questions
    assert fact.answer == fact.quote == "The red light means that the battery is empty."


@pytest.mark.parametrize(
    "text",
    [
        "Q: Who are you?\nA: A bot.\n\nQ: Where are you?\nA: Here.",
        "Q: Who are you?\n\nA: A bot.\n\nQ: Where are you?\n\nA: Here.",
        "Q1. Who are you?\nA1. A bot.\n\nQ2. Where are you?\nA2. Here.",
        "Frage: Who are you?\nAntwort: A bot.\n\nFrage: Where are you?\nAntwort: Here.",
    ],
)
def test_labels_tell_questions_from_answers(tmp_path: Path, text: str) -> None:
    """On lines under each other or apart, in any of the usual forms."""
    assert {"Who are you?": "A bot.", "Where are you?": "Here."} == asked(facts(tmp_path, "faq.txt", text))


def test_an_initial_is_no_label(tmp_path: Path) -> None:
    """ "F." begins an item of a list as often as a question."""
    text = "E. Add a notice to the work.\n\nF. Include a notice of the licence.\n\nA. Keep all of them as they are."

    assert {} == asked(facts(tmp_path, "licence.txt", text))


def test_no_text_makes_a_passage_longer_than_one_answer_needs(tmp_path: Path) -> None:
    """It is cut where sentences end, and nothing is lost."""
    text = " ".join(f"Sentence number {number} says something about it." for number in range(200))
    some = answers(facts(tmp_path, "long.txt", f"Title\n\n{text}\n"))

    assert max(map(len, some)) <= 900 and all(answer.endswith(".") for answer in some)
    assert " ".join(some) == text
