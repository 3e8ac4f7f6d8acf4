"""Text: what a person means alike is one thing, and no string is too odd to be read."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings

from bot import text
from tests import strategies


@settings(max_examples=300, deadline=None)
@example("HTTPS://X.example a")
@example("＜@123＞")
@example("か\u200b\u3099")
@example("ᄀ\u200dᅡ")
@example("ht\u200btps://x y")
@given(strategies.any_text())
def test_folding_twice_changes_nothing_more(some: str) -> None:
    """The normal form is its own normal form."""
    once = text.fold(some)

    assert once == text.fold(once)


@settings(max_examples=300, deadline=None)
@given(strategies.any_text())
def test_any_string_has_tokens_that_can_be_stored(some: str) -> None:
    """Tokens are never empty, hold no space, and are proper Unicode."""
    found = text.tokens(some)

    assert found == ["".join(token.encode().decode().split()) for token in found if token]


@settings(max_examples=200, deadline=None)
@given(strategies.any_text())
def test_case_never_matters(some: str) -> None:
    """What is shouted in capitals is what was said, where capitals have one small form."""
    plain = "".join(c for c in some if c.isascii())

    assert text.tokens(plain) == text.tokens(plain.upper())


@settings(max_examples=200, deadline=None)
@given(strategies.any_text())
def test_sentences_lose_no_word(some: str) -> None:
    """The sentences of a text have all its characters but the spaces and closing marks between them."""
    expected = [c for c in some if c.isalnum()]

    assert expected == [c for sentence in text.sentences(some) for c in sentence if c.isalnum()]


@pytest.mark.parametrize(
    "alike",
    [
        ("café", "cafe\u0301", "CAFE", "ＣＡＦＥ", "ca\u200bfe"),
        ("Straße", "STRASSE", "strasse"),
        ("don't", "don’t", "donʼt", "dont", "DON'T"),
        ("O’Brien", "obrien"),
        ("İstanbul", "istanbul"),
        ("ﬁlament", "filament"),
        ("ﾄｳｷｮｳ", "トウキョウ"),
        ("서울", "서울"),
        ("2", "two", "２", "Two", "②"),
        ("300,000", "300000", "300k", "300 thousand", "300K", "0.3 million", "30万"),
        ("1.5 billion", "1,500,000,000", "1.5bn"),
        ("twenty", "20"),
        ("5%", "5 %", "5 percent", "five percent", "5 pct"),
        ("1st", "first"),
        ("3rd", "third"),
        ("v1.4", "1.4"),
    ],
)
def test_what_means_the_same_has_the_same_tokens(alike: tuple[str, ...]) -> None:
    """Accents, case, width, apostrophes and ways of writing a number make no difference to the last token."""
    first = text.tokens(alike[0])[-1]

    assert [first] * len(alike) == [text.tokens(other)[-1] for other in alike]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2019", "2020"),
        ("1.4", "14"),
        ("1.4", "1.5"),
        ("1,000", "1.000.1"),
        ("300", "300k"),
        ("2", "20"),
        ("東京", "京東"),
        ("5 dollars", "5 euros"),
    ],
)
def test_what_means_something_else_has_other_tokens(one: str, other: str) -> None:
    """Numbers, their order of magnitude and their units stay apart."""
    assert text.tokens(one) != text.tokens(other)


@pytest.mark.parametrize(
    ("expected", "some"),
    [
        (["whats", "the", "r", "d", "head", "count", "300000"], "What's the R&D head-count, 300k?"),
        (["hello", "there"], "<@123456789012345678> hello <:wave:123456789012345678> there"),
        (["hello"], "<@!1> <@&2> <#3> <a:party:4> hello"),
        (["see", "for", "more"], "see https://example.org/a?b=c#d for more"),
        (["rock", "n", "roll"], "rock 'n' roll"),
        (["hello", "world"], "hello_world"),
        (["c"], "C++"),
        (["dollar", "30.26"], "$30.26"),
        ([], ""),
        ([], "?!… -- __ 🎉👩‍👩‍👧 \0\x1b[\ud800"),
    ],
)
def test_text_is_cut_into_words(expected: list[str], some: str) -> None:
    """Markup, addresses, emoji and punctuation are no words."""
    assert expected == text.tokens(some)


def test_a_script_without_spaces_is_cut_into_characters_and_pairs() -> None:
    """So that a question finds a word wherever it stands in the text."""
    assert {"量", "产", "量产"} == set(text.tokens("量产"))


def test_mixed_scripts_are_cut_where_they_meet() -> None:
    """A Latin word between Chinese characters is a word."""
    assert "beta" in text.tokens("小米Beta汽车")


@pytest.mark.parametrize(
    ("one", "other"), [("vehicles", "vehicle"), ("registered", "registering"), ("phases", "phase"), ("opens", "opened")]
)
def test_forms_of_a_word_share_a_stem(one: str, other: str) -> None:
    """Plurals, -ed and -ing."""
    assert text.stem(one) == text.stem(other)


@pytest.mark.parametrize("token", ["2024", "1.4", "3d", "us", "小", "量产", "école", "дом"])
def test_numbers_short_words_and_other_scripts_are_their_own_stems(token: str) -> None:
    """Only the Latin alphabet is stemmed."""
    assert token == text.stem(token)


@pytest.mark.parametrize(
    ("expected", "some"),
    [
        (["It is 1.4 long.", "Is it?", "Yes!"], "It is 1.4 long. Is it?  Yes!"),
        (["第一。", "第二！", "三"], "第一。第二！三"),
        (["one", "two"], "one\n\n  two \n"),
        ([], " \n "),
    ],
)
def test_text_is_cut_into_sentences(expected: list[str], some: str) -> None:
    """At full stops, question and exclamation marks and line ends, and never inside a number."""
    assert expected == text.sentences(some)


def test_ten_thousand_characters_are_read_whole() -> None:
    """The length of a text has no limit here."""
    assert ["ab"] * 5_000 == text.tokens("ab " * 5_000)
