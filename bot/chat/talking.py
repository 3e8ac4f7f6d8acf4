"""How people talk to a bot: a greeting, their thanks, a story, and somewhere in it the question."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import Final

from bot.chat.plain import has_words
from bot.languages.catalogue import CODES, Language, language

_CHUNK: Final = re.compile(r"[^,.!?;:…，。！？；：\n—–]+[,.!?;:…，。！？；：\n—–]*\s*")  # noqa: RUF001
MOST: Final = 5
"""Words that a greeting may hold beside the one that makes it one: "thanks so much for your help"."""


class Talk(Enum):
    """What is said beside a question."""

    HELLO = "hello"
    THANKS = "thanks"


@dataclass(frozen=True, slots=True)
class Said:
    """words: what is left when greetings and thanks are taken out. talk: what those were, if there were any."""

    words: str
    talk: Talk | None

    @property
    def only_talk(self) -> bool:
        """Whether nothing else was said."""
        return self.talk is not None and not has_words(self.words)


def said(text: str) -> Said:
    """What a message says. Greetings and thanks at its beginning and end are talk; what stands between is not."""
    chunks = [chunk[0] for chunk in _CHUNK.finditer(text)]
    talk: Talk | None = None
    while chunks and (first := _talk(chunks[0])):
        talk = first if talk is None or first is Talk.THANKS else talk
        chunks.pop(0)
    while chunks and (last := _talk(chunks[-1])):
        talk = last if talk is None or last is Talk.THANKS else talk
        chunks.pop()
    words = "".join(chunks).strip()
    opening = _openings().match(words) if chunks else None
    if opening and has_words(words[opening.end() :]):
        words, talk = words[opening.end() :], talk or Talk.HELLO
    return Said(words if has_words(words) or talk is None else "", talk)


def reply(talk: Talk, say: Language) -> str:
    """A human word back."""
    return say("reply-thanks" if talk is Talk.THANKS else "reply-hello")


def _talk(chunk: str) -> Talk | None:
    """What a chunk of a message is, if it is only talk."""
    words = _plain(chunk)
    if not words:
        return None
    for talk in (Talk.THANKS, Talk.HELLO):
        phrases = _phrases(talk)
        if words in phrases:
            return talk
        opening = next((phrase for phrase in phrases if words.startswith(f"{phrase} ")), None)
        left = words.removeprefix(opening or "").split() if opening else []
        if opening and len(left) <= MOST and all(word in _fillers() for word in left):
            return talk
    return None


def _plain(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+(?:['’][^\W_]+)*", text.casefold())).replace("’", "'")


@cache
def _phrases(talk: Talk) -> tuple[str, ...]:
    """The longest first, of every language: people greet in any."""
    phrases = {phrase for code in CODES for phrase in language(code).words(f"words-{talk.value}")}
    return tuple(sorted(map(_plain, phrases), key=lambda phrase: (-len(phrase), phrase)))


@cache
def _fillers() -> frozenset[str]:
    return frozenset(word for code in CODES for phrase in language(code).words("words-filler") for word in [phrase])


@cache
def _openings() -> re.Pattern[str]:
    """A greeting that runs into the question without a comma: "hey when does it start"."""
    spaced = "|".join(re.escape(phrase) for phrase in _phrases(Talk.HELLO) if phrase.isascii())
    fillers = "|".join(sorted(filter(str.isascii, _fillers())))
    return re.compile(rf"(?:{spaced})(?:\s+(?:{fillers}))*\s+(?=\w)", re.IGNORECASE)
