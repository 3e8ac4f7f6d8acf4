"""One message as a value: its text, its cards and its buttons, within every limit of Discord."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from bot.languages.catalogue import Language, english

if TYPE_CHECKING:
    import discord

CONTENT: Final = 2000
"""Discord's limits: a message's text,"""
DESCRIPTION: Final = 4096
"""the text of one embed,"""
ALL_EMBEDS: Final = 6000
"""all embeds together,"""
EMBEDS: Final = 10
"""how many a message may have,"""
LABEL: Final = 80
"""a button's label,"""
LINK: Final = 512
"""and the address behind one."""

COLOUR: Final = 0x4F6BED


@dataclass(frozen=True, slots=True)
class Button:
    """A button: one that is told by its id when it is pressed, or one that opens an address."""

    label: str
    id: str = ""
    url: str = ""
    primary: bool = False


@dataclass(frozen=True, slots=True)
class Rendered:
    """One message.

    content, embeds: how it looks where embeds may be shown.
    bare:            the same in text alone, for a channel where they may not.
    rows:            the buttons below, at most five rows of at most five.
    """

    content: str
    bare: str
    embeds: tuple[discord.Embed, ...] = ()
    rows: tuple[tuple[Button, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Stage:
    """For whom, and where, an answer is shown.

    say:       the language of our own sentences.
    asker:     who asked; some buttons are theirs alone.
    question:  shown above the answer where nobody else shows it, and where it must be read back; else "".
    version:   the table's version that the answer comes from.
    site_url:  where the sources can be read; "" for nowhere.
    private:   whether the asker alone sees the answer, and may share it.
    reports:   whether somebody takes reports of wrong answers.
    curators:  whether somebody takes questions that nobody could answer.
    counter:   whether thumbs and wordings are taken, too: on servers alone.
    picked:    whether the asker chose the fact among several.
    caveats:   what else is to be said with the answer, in the reader's language.
    """

    say: Language = field(default_factory=english)
    asker: int = 0
    question: str = ""
    version: int = 0
    site_url: str = ""
    private: bool = False
    reports: bool = False
    curators: bool = False
    counter: bool = False
    picked: bool = False
    caveats: tuple[str, ...] = ()


def saying(sentence: str, *rows: tuple[Button, ...]) -> Rendered:
    """A sentence of our own."""
    return Rendered(content=sentence, bare=sentence, rows=rows)
