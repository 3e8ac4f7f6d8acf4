"""Strangers' text: nothing hidden, nothing broken, nothing cut silently."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat import plain

ODD = st.text(
    alphabet=st.sampled_from(list("ab \n\t`*_~|<>[](){}@#:/-.\\1") + ["\u202e", "\u200d", "\u0301", "👩", "\ud800"])
)
ANY = st.one_of(ODD, st.text(alphabet=st.characters(exclude_categories=())))


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        ("abc", "a\u202eb\u2066c\u200b"),
        ("a\ufffdb", "a\ud800b"),
        ("a\u0301\u0301\u0301\u0301b", "a" + "\u0301" * 50 + "b"),
        ("👩\u200d🚀", "👩\u200d🚀"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("", "\u3164 \u2800\u200d"),
        ("one\n\ntwo", "one\r\n \r\n\r\n\r\ntwo\x00"),
        ("code:\n\n    indented", "code:\n\n    indented"),
    ],
)
def test_what_a_reader_cannot_see_is_taken_out(expected: str, text: str) -> None:
    """Direction controls, fillers, half characters and piled marks go; joiners that shape words and emoji stay."""
    assert expected == plain.clean(text)


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        ("\\*bold\\* \\_and\\_ \\`code\\`", "*bold* _and_ `code`"),
        ("\\[a\\](https:\\//x.example)", "[a](https://x.example)"),
        ("\\<@1> \\<#2> @everyone", "<@1> <#2> @everyone"),
        ("1\\. first", "1. first"),
        ("\\# title", "# title"),
        ("\\- item", "- item"),
        ("Xiaomi Car (Xiaomi Motors)", "Xiaomi Car (Xiaomi Motors)"),
    ],
)
def test_a_literal_reads_as_it_is_written(expected: str, text: str) -> None:
    """Markdown, mentions and lists are escaped; ordinary words stay untouched."""
    assert expected == plain.literal(text, 100)


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        ("**bold** stays", "**bold** stays"),
        ("[docs] (https://evil.example)", "[docs](https://evil.example)"),
        ("[docs] (\n<https://evil.example>)", "[docs](\n<https://evil.example>)"),
        ("f[0](x)", "f[0](x)"),
        ("\\-# Source: a lie", "-# Source: a lie"),
        ("a\n\\>>> swallow", "a\n>>> swallow"),
        ("```py\nopen\n```", "```py\nopen"),
    ],
)
def test_an_answers_markdown_stands_unless_it_deceives(expected: str, text: str) -> None:
    """Links show their target, nothing imitates our small print, and no block swallows what comes below."""
    assert expected == plain.markdown(text)


@given(ANY)
def test_no_masked_link_survives(text: str) -> None:
    """Whatever surrounds it, a label is never glued to an address."""
    assert not re.search(r"\]\([^)]*:", plain.markdown(text))


@given(ANY, st.integers(10, 60))
def test_shortening_keeps_the_limit_and_says_so(text: str, limit: int) -> None:
    """What fits is untouched; what does not ends with the note."""
    shortened = plain.shorten(text, limit)

    assert plain.units(shortened) <= limit
    assert shortened == text if plain.units(text) <= limit else shortened.endswith("…")


@given(ANY, st.integers(10, 60))
def test_a_cut_leaves_no_code_block_open(text: str, limit: int) -> None:
    """Else everything below would become code."""
    closed = plain.markdown(text)

    assert plain.shorten(closed, limit).count("```") % 2 == 0


@given(
    st.lists(st.sampled_from(["e\u0301", "👩\u200d🚀", "🇩🇪", "👍🏽", "한", "x"]), min_size=30).map("".join),
    st.integers(10, 40),
)
def test_a_cut_never_falls_inside_a_character(text: str, limit: int) -> None:
    """Not between letter and accent, nor inside a joined or coloured emoji, nor inside a flag."""
    kept = plain.shorten(text, limit).removesuffix("…")
    rest = text[len(kept) :]

    assert text.startswith(kept)
    assert not rest or unicodedata.category(rest[0]) not in ("Mn", "Me", "Mc")
    assert not rest.startswith(("\u200d", "\U0001f3fd")) and not kept.endswith("\u200d")
    assert sum(0x1F1E6 <= ord(character) <= 0x1F1FF for character in kept) % 2 == 0


@pytest.mark.parametrize(
    ("expected", "text", "limit"),
    [
        ("one two…", "one two three", 10),
        ("see…", "see <@123456789012345678> there", 15),
        ("see…", "see https://example.com/a/long/path there", 25),
        ("see…", "see [the page] (https://example.com/a/long/path) there", 30),
        ("run…", "run `this command here` now", 15),
        ("it is…", "it is ||a secret ending|| really", 15),
        ("x\n```\nabcde\n```…", "x\n```\nabcdefghijklmnop\n```", 16),
        ("a stray ` sign and more words…", "a stray ` sign and more words follow it", 30),
    ],
)
def test_a_cut_leaves_whole_things_whole(expected: str, text: str, limit: int) -> None:
    """Mentions, links, code and spoilers are kept or left out, never halved."""
    assert expected == plain.shorten(text, limit)


@pytest.mark.parametrize(
    ("expected", "content"),
    [
        ("how many?", "<@123456789012345678> how many?"),
        ("how many?", "<@!123456789012345678>   how\nmany?"),
        ("see or ask :wave:", "see <#123456789012345678> or <@&123456789012345678> ask <a:wave:123456789012345678>"),
        ("a <b> c", "a <b> c"),
    ],
)
def test_a_question_is_the_words_of_a_message(expected: str, content: str) -> None:
    """Mentions are no words; an emoji has a name."""
    assert expected == plain.question_text(content)


def test_a_ping_of_everyone_is_no_word_where_it_pings() -> None:
    """Else somebody asks about it."""
    assert "who may use ?" == plain.question_text("@everyone who may use @here?", to_all=True)
    assert "who may use @here?" == plain.question_text("who may use @here?")
