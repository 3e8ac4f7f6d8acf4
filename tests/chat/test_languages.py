"""The bot's own sentences: complete in each language, and shown to whoever reads it."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from discord import Locale

import bot
from bot.chat.client import FactbotClient
from bot.chat.registering import _payload
from bot.languages.catalogue import CODES, english, language, sentences
from bot.servers import LANGUAGES, ServerSettings

from .clerk import Clerk
from .conftest import Server
from .table import PEOPLE

ENGLISH = sentences("en")
LIMITS = {"button": 80, "option": 100, "name": 32, "wrong": 100, "form": 100, "where": 100}
"""Discord's, by the first word of a key; a form's title and its labels are shorter still."""

FORM_SENTENCES = ("form-bad-site", "form-kept", "form-unknown")
"""What is said of a form, not in it."""


def variables(sentence: Any) -> set[str]:
    """What a sentence names in braces, in any of its forms."""
    texts = sentence.values() if isinstance(sentence, dict) else [sentence]
    return {name for text in texts for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("code", CODES)
def test_a_language_has_every_sentence_with_the_same_variables(code: str) -> None:
    """And none that no other has. Lists of words are its own."""
    theirs = sentences(code)

    assert ENGLISH.keys() == theirs.keys()
    for key, sentence in ENGLISH.items():
        assert type(sentence) is type(theirs[key]), key
        if isinstance(sentence, list):
            assert theirs[key] and all(isinstance(word, str) for word in theirs[key])
        elif key in ("against", "kept", "changes"):
            assert sentence.keys() == theirs[key].keys(), key
        else:
            assert variables(sentence) == variables(theirs[key]), key
            assert not isinstance(sentence, dict) or "other" in theirs[key], key


@pytest.mark.parametrize("code", CODES)
def test_words_for_narrow_places_are_short_enough(code: str) -> None:
    """Discord refuses what is longer; the names of commands are lower case and hold no space."""
    for key, sentence in sentences(code).items():
        limit = LIMITS.get(key.split("-")[0])
        assert limit is None or not isinstance(sentence, str) or len(sentence) <= limit, key
        if key.startswith("command-") and key != "command-changed":
            assert len(sentence) <= 100, key
        label = key.startswith(("form-", "field-", "overrule-", "refuse-", "dismiss-")) and not key.endswith("-help")
        if (label and key not in FORM_SENTENCES) or key in ("wrong-title", "wrong-what", "wrong-link"):
            assert len(sentence) <= 45, key
        named = key.startswith("name-") and key not in ("name-answer-this", "name-save-as-fact")
        if named or (key.startswith("option-") and not key.endswith("-help")):
            assert re.fullmatch(r"[-_\w]{1,32}", sentence) and sentence == sentence.lower(), key


def keys_in_code() -> Iterator[str]:
    """Every key that the program writes out."""
    for path in Path(bot.__file__).parent.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        yield from re.findall(r'(?:\bsay|\baloud|\bworded|\bHint|spoken\(interaction\))\(\s*"([a-z-]+)"', text)


def test_every_key_that_is_used_is_there() -> None:
    """A sentence that is missing would be an error in front of a person."""
    used = set(keys_in_code())

    assert len(used) > 80 and used <= ENGLISH.keys()


def test_every_language_can_be_set_for_a_server() -> None:
    """The settings name the same ones."""
    assert set(CODES) == set(LANGUAGES)


@pytest.mark.parametrize(
    ("locale", "code"), [("de", "de"), ("es-419", "es"), ("zh-CN", "zh"), ("en-GB", "en"), ("fr", "en"), ("", "en")]
)
def test_a_locale_has_its_language_or_english(locale: str, code: str) -> None:
    """Whatever Discord sends."""
    assert code == language(locale).code


def test_a_count_chooses_its_form_and_a_list_its_last_word() -> None:
    """In English as in Chinese, which has one form."""
    say, chinese = english(), language("zh-CN")

    assert ("1 day", "2 days") == (say("time-days", count=1), say("time-days", count=2))
    assert ("1 天", "2 天") == (chinese("time-days", count=1), chinese("time-days", count=2))
    assert ("a", "a and b", "a, b or c") == (say.listed("a"), say.listed("ab"), say.listed("abc", "or"))
    assert "a、b和c" == chinese.listed("abc")


async def test_commands_have_names_in_every_language(server: Server) -> None:
    """As Discord is told; it shows each person their own."""
    client = server.env.bot
    assert isinstance(client, FactbotClient)
    payloads = {command.name: await _payload(command, client.tree) for command in client.tree.get_commands()}

    names = payloads["ask"]["name_localizations"]
    assert {"de": "frag", "es-ES": "pregunta", "es-419": "pregunta", "zh-CN": "提问"} == names
    assert "Das beantworten" == payloads["Answer this"]["name_localizations"]["de"]
    assert "privat" == payloads["ask"]["options"][1]["name_localizations"]["de"]
    assert str(Locale.german) in payloads["settings"]["description_localizations"]


@pytest.mark.office
async def test_a_server_is_answered_in_its_language(server: Server, clerk: Clerk) -> None:
    """The one that its moderators set, or Discord's word for it; what a fact says stays in its own."""
    clerk.settled[server.guild.id] = ServerSettings(language="de")
    madrid = server.env.create_guild(preferred_locale="es-ES")
    alicia, plaza = madrid.add_member(server.env.create_user("alicia")), madrid.create_text_channel("plaza")

    await server.alice.send(server.general, f"{server.me} people")
    german = server.last
    await alicia.send(plaza, f"{server.me} battery")

    assert f"{PEOPLE.answer}\n-# Stand: November 27" == german.content
    assert "Quelle" == german.embeds[0].author.name
    assert "No lo sé: ningún dato dice nada de «battery»." in plaza.last_message.content
