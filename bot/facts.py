"""What is known, and where it stands."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Final

SHARED: Final = 0
"""The scope of facts that answer everywhere. A server's own facts have the server's id as their scope."""
HANDLE: Final = 12
"""Characters of a fact's handle."""

TRAIL: Final = " \u203a "
"""What stands between the headings that a passage stands under, in its topic."""


@dataclass(frozen=True, slots=True)
class Source:
    """A document that facts come from.

    Every field is text as the document gives it; a missing one is "". `published` is not parsed: an article
    that says "November 27" and no year is dated "November 27".
    digest: hash of the document's bytes as they were loaded, named by its algorithm ("blake2s-…"); what it says does
            not tell one source from another.
    """

    title: str
    publisher: str = ""
    author: str = ""
    published: str = ""
    url: str = ""
    digest: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that is known: an answer, the questions it answers, and where it stands.

    id:        names the fact for ever; given by its author, or made from its content by `content_id`.
    questions: the stored phrasings, the first is the title; empty for a passage, whose own text is searched.
    locator:   where in the source, in words a person can follow ("paragraph 6", "line 12").
    quote:     the passage as it stands in the source; "" when the answer is in our own words, and for a passage, whose
               answer is its quote.
    anchor:    what leads to the place behind the source's address, with its "#" ("#roles", "#page=4",
               "#:~:text=…"); "" where the address alone must do.
    as_of:     the date that the answer is true as of, as its author gives it; "" when nobody said.
    review_by: the ISO date by which a person should look at it again; "" for no such date.
    checked:   the ISO date on which the fact was last held against its source. It, and scope, say how the fact is kept
               here, not what it is: facts that differ in them alone are equal.
    scope:     whose fact it is: SHARED, or a server's id.
    """

    id: str
    questions: tuple[str, ...]
    answer: str
    source: Source
    topic: str = ""
    locator: str = ""
    quote: str = ""
    anchor: str = ""
    as_of: str = ""
    review_by: str = ""
    checked: str = field(default="", compare=False)
    scope: int = field(default=SHARED, compare=False)

    @property
    def handle(self) -> str:
        """Twelve characters that stand for the id where room is short: in a button, in a link's anchor."""
        return digest(self.id, HANDLE)

    @property
    def title(self) -> str:
        """The question this fact is listed under; a passage is listed under its first words."""
        if self.questions:
            return self.questions[0]
        words = " ".join(self.answer.split())
        return words if len(words) <= 80 else words[:79].rsplit(" ", 1)[0] + "…"


def digest(text: str, length: int) -> str:
    """The first `length` (at most 64) hexadecimal digits of the text's BLAKE2s hash."""
    return hashlib.blake2s(text.encode("utf-8", "surrogatepass")).hexdigest()[:length]


def content_id(
    questions: tuple[str, ...],
    answer: str,
    topic: str,
    source: Source,
    locator: str,
    quote: str,
    as_of: str = "",
    review_by: str = "",
) -> str:
    """The id of a fact that was given none: the same content has the same id, on every machine.

    The leading "b2-" names the hash, so that a later change of it can be told apart.
    """
    fields = [
        answer,
        topic,
        source.title,
        source.publisher,
        source.author,
        source.published,
        source.url,
        locator,
        quote,
    ]
    if as_of or review_by:
        fields += [as_of, review_by]
    return "b2-" + digest("\0".join((str(len(questions)), *questions, *fields)), 16)
