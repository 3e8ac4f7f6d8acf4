"""A fact in the fields of a form, and back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.curation.differences import differences
from bot.chat.curation.fields import FormText, read, written
from bot.curation.changes import Draft
from bot.facts import Source
from bot.languages.catalogue import CODES, english, language

LINE = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "Zs")), max_size=40).map(
    lambda text: " ".join(text.split())
)
DRAFTS = st.builds(
    Draft,
    questions=st.lists(LINE.filter(bool), max_size=3).map(tuple),
    answer=st.text(max_size=50),
    topic=LINE,
    source=st.builds(Source, LINE, publisher=LINE, author=LINE, published=LINE, url=LINE),
    locator=LINE,
    quote=LINE,
    anchor=LINE,
    as_of=LINE,
    review_by=LINE,
)


@given(DRAFTS, LINE, st.sampled_from(CODES))
def test_what_is_written_is_read_again(draft: Draft, why: str, code: str) -> None:
    """In the language of whoever reads it, whatever stands in it."""
    assert (draft, why) == read(written(draft, language(code), why))


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("https://a.example/x", Source("", url="https://a.example/x")),
        ("The handbook\nhttps://a.example/x", Source("The handbook", url="https://a.example/x")),
        ("Titel: Das Buch\nErschienen: 2026", Source("Das Buch", published="2026")),
        ("Wikipedia: tides", Source("Wikipedia: tides")),
        ("", Source("")),
    ],
)
def test_lines_without_a_name_are_understood(text: str, source: Source) -> None:
    """An address is one, and everything else is the title."""
    assert source == read(FormText(source=text))[0].source


def test_a_difference_far_down_a_long_answer_is_seen() -> None:
    """And what is the same around it is left out."""
    before, after = (Draft(("q",), f"{'x ' * 400}{word} {'y ' * 400}") for word in ("noon", "one"))

    (block,) = differences(before, after, english())

    assert "noon" in block and "+ …" in block and "one" in block and len(block) < 700
