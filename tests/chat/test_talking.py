"""How people talk: greetings, thanks, stories with a question in them, forum posts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.asking import questions_in
from bot.chat.talking import Talk, said
from bot.languages.catalogue import english

from .conftest import Server
from .table import Table

SAY = english()


@pytest.mark.parametrize(
    ("text", "words", "talk"),
    [
        ("Hi there! How many people work there? Thanks!", "How many people work there? ", Talk.THANKS),
        ("hey bot, when does it open", "when does it open", Talk.HELLO),
        ("hello when does it open?", "when does it open?", Talk.HELLO),
        ("thank you very much!!", "", Talk.THANKS),
        ("thanks so much for your help", "", Talk.THANKS),
        ("thanks", "", Talk.THANKS),
        ("danke dir", "", Talk.THANKS),
        ("¡Muchas gracias!", "", Talk.THANKS),
        ("你好，它什么时候开门？", "它什么时候开门？", Talk.HELLO),
        ("谢谢！", "", Talk.THANKS),
        ("Guten Morgen, wann öffnet es?", "wann öffnet es?", Talk.HELLO),
        ("is hello world a program?", "is hello world a program?", None),
        ("Thanksgiving opening hours?", "Thanksgiving opening hours?", None),
        ("hi-fi systems in stock?", "hi-fi systems in stock?", None),
        ("version 3.5, please", "version 3.5, please", None),
    ],
)
def test_greetings_and_thanks_are_told_from_what_is_asked(text: str, words: str, talk: Talk | None) -> None:
    """At the beginning and the end, in every language of the catalogue; never in the middle."""
    assert (words.strip(), talk) == (said(text).words.strip(), said(text).talk)


def test_a_story_is_told_from_its_question() -> None:
    """Where several sentences are said and some of them ask."""
    assert "When does it open?" == questions_in("I was there at 3.30 yesterday. It was shut. When does it open?")
    assert "" == questions_in("When does it open?")
    assert "" == questions_in("I was there. It was shut.")


@given(st.text())
def test_any_text_can_be_said(text: str) -> None:
    """And what is left of it was in it."""
    assert said(text).words.strip() in text
    assert questions_in(text) == "" or "?" in questions_in(text) or "？" in questions_in(text) or "؟" in text


async def test_a_hello_and_thanks_get_a_human_word(server: Server, table: Table) -> None:
    """And no guess."""
    await server.alice.send(server.general, f"hello {server.me}!")
    hello = server.last.content
    await server.alice.send(server.general, f"{server.me} thank you")
    thanks = server.last.content
    shown = await server.alice.slash(server.general, "ask", question="thanks!")

    assert (SAY("reply-hello"), SAY("reply-thanks")) == (hello, thanks)
    assert shown.response.content == SAY("reply-thanks") and shown.ephemeral
    assert [] == table.asked
