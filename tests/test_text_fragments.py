"""Fragments that lead a browser to a passage of a page."""

from __future__ import annotations

import re
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text_fragments import FEWEST_WORDS, LONGEST, MOST_WORDS, PREFIX, TextFragments, text_fragment
from tests.strategies import any_text

PAGE = """The club has a workshop. The workshop opens at nine.

The workshop opens at nine in the morning, every day but Monday; members-only evenings are on Friday & Saturday.
Bring your own (clean) gloves.

工作坊每天早上九点开门，星期一除外。会员每年支付四十欧元的会费。"""


@pytest.mark.parametrize(
    ("passage", "expected"),
    [
        ("every day but Monday; members-only evenings", "every day but Monday;"),
        # what the page has twice is made longer until it has it once
        ("The workshop opens at nine in the morning", "The workshop opens at nine in"),
        ("  every \t day but   Monday; ", "every day but Monday;"),
        ("evenings are on Friday & Saturday.", "evenings are on Friday"),
        ("会员每年支付四十欧元的会费。", "会员每年支付四十欧元的会费。"),
        # the page may break its lines elsewhere
        ("Friday & Saturday. Bring your own", "Friday & Saturday. Bring your"),
        # each line may be a block of its own, and the first has no words enough
        ("& Saturday.\nBring your own (clean) gloves.", "Bring your own (clean)"),
        # what is cut out of words is no words of the page
        ("orkshop opens at nine in the morn", "opens at nine in"),
    ],
)
def test_a_passage_is_found_by_words_nearest_its_start(passage: str, expected: str) -> None:
    assert PREFIX + expected == unquote(text_fragment(passage, PAGE))


@pytest.mark.parametrize(
    "passage",
    [
        "",
        "The workshop opens",
        "words that are not there at all",
        # in capitals they are the same to a browser, which would go to the first of the two
        "THE WORKSHOP OPENS AT",
        # the page has the words inside of other words only
        "orkshop opens at nine i",
        "in the morning, eve",
        # neither paragraph has words enough, and a browser looks in one at a time
        "at nine. The workshop",
        "opens at nine.\n\nThe workshop opens",
        "\udcff \udcff \udcff \udcff",
    ],
)
def test_words_that_would_not_lead_there_give_no_fragment(passage: str) -> None:
    assert not text_fragment(passage, PAGE)


def test_a_fragment_does_not_end_inside_a_word() -> None:
    assert PREFIX + "nine in the morning," == unquote(text_fragment("nine in the morning, eve", PAGE))


def test_words_that_a_sign_parts_count_as_they_do_for_a_browser() -> None:
    page = "It opens at nine/ten. \n\nIt opens at nine today."
    assert PREFIX + "It opens at nine today." == unquote(text_fragment("It opens at nine today.", page))


def test_what_has_a_meaning_in_a_fragment_is_encoded() -> None:
    assert "#:~:text=members%2Donly%20evenings%20are%20on" == text_fragment("members-only evenings are on", PAGE)
    assert "#:~:text=a%2C%20b%26c%20d%20e%25" == text_fragment("a, b&c d e%", "a, b&c d e%")


def test_many_passages_of_one_page_are_looked_up_in_one_reading() -> None:
    page = TextFragments(PAGE)
    assert [True, True, False] == [bool(page.to(text)) for text in (PAGE, "Bring your own (clean)", "Who are you now?")]


@given(any_text(30), any_text(10), st.integers(0, 100), st.integers(1, 100))
def test_a_fragment_is_words_of_the_passage_that_the_page_has_once(
    before: str, after: str, start: int, length: int
) -> None:
    page = before + after
    passage = page[start : start + length]
    fragment = text_fragment(passage, page)
    if not fragment:
        return
    assert len(fragment) <= LONGEST
    assert re.fullmatch(r"#:~:text=(?:[A-Za-z0-9._~]|%[0-9A-F]{2})+", fragment)
    words = unquote(fragment.removeprefix(PREFIX))
    assert words in " ".join(passage.split())
    folded = " ".join(page.split()).casefold()
    assert 1 == len(re.findall(rf"(?<!\w){re.escape(words.casefold())}(?!\w)", folded)) or not words[0].isascii()
    assert re.search(r"[^\x00-\x7f]", words) or FEWEST_WORDS <= len(words.split())


@given(st.lists(st.sampled_from("one two three four five".split()), min_size=1, max_size=40))
def test_no_fragment_is_longer_than_eight_words(words: list[str]) -> None:
    page = " ".join(words)
    found = unquote(text_fragment(page, page).removeprefix(PREFIX)).split()
    assert not found or FEWEST_WORDS <= len(found) <= MOST_WORDS
