"""What is known, and where it stands."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Source:
    """A document that facts come from.

    Every field is text as the document gives it; a missing one is "". `published` is not parsed: an article
    that says "November 27" and no year is dated "November 27".
    """

    title: str
    publisher: str = ""
    author: str = ""
    published: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that is known: an answer, the questions it answers, and where it stands.

    id:        names the fact for ever; given by its author, or made from its content by `content_id`.
    questions: the stored phrasings, the first is the title; empty for a passage, whose own text is searched.
    locator:   where in the source, in words a person can follow ("paragraph 6", "line 12").
    quote:     the passage as it stands in the source; "" when the answer is in our own words.
    """

    id: str
    questions: tuple[str, ...]
    answer: str
    source: Source
    topic: str = ""
    locator: str = ""
    quote: str = ""

    @property
    def handle(self) -> str:
        """Twelve characters that stand for the id where room is short: in a button, in a link's anchor."""
        return digest(self.id, 12)

    @property
    def title(self) -> str:
        """The question this fact is listed under; a passage is listed under its first words."""
        if self.questions:
            return self.questions[0]
        return self.answer if len(self.answer) <= 80 else self.answer[:79].rsplit(" ", 1)[0] + "…"


def digest(text: str, length: int) -> str:
    """The first `length` (at most 64) hexadecimal digits of the text's BLAKE2s hash."""
    return hashlib.blake2s(text.encode("utf-8", "surrogatepass")).hexdigest()[:length]


def content_id(questions: tuple[str, ...], answer: str, topic: str, source: Source, locator: str, quote: str) -> str:
    """The id of a fact that was given none: the same content has the same id, on every machine.

    The leading "b2-" names the hash, so that a later change of it can be told apart.
    """
    fields = (
        answer,
        topic,
        source.title,
        source.publisher,
        source.author,
        source.published,
        source.url,
        locator,
        quote,
    )
    return "b2-" + digest("\0".join((str(len(questions)), *questions, *fields)), 16)
