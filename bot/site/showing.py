"""A fact as a page shows it: its headings, its words made safe, its dates, its way back to the original."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from bot.facts import TRAIL, Fact, digest
from bot.links import passage_link
from bot.site import naming
from bot.site.gathering import Heading, Place, under_headings
from bot.site.markup import AnswerMarkup
from bot.site.wording import excerpt, one_line, readable

EXCERPT: Final = 240

FIRST_HEADING: Final = 2
LAST_HEADING: Final = 6
"""The page's title is heading 1; what is deeper than 6 is shown as 6."""


class Section(NamedTuple):
    """A heading within a page. anchor: "" for the second of the same name."""

    level: int
    text: str
    anchor: str


class About(NamedTuple):
    """One thing to know about a fact or a source, with its label."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A fact on its source's page.

    sections: the headings that begin above it. level: of its own heading, where it has a question. answer: HTML, ""
    for a passage; passage: text, "" for an answer. original: the address of its place in the document, "" for none.
    """

    sections: Sequence[Section]
    level: int
    anchor: str
    question: str
    answer: str
    passage: str
    quote: str
    about: Sequence[About]
    original: str


@dataclass(frozen=True, slots=True)
class Listed:
    """A fact on its topic's page. title: its question, or the first words of a passage, whose `text` is ""."""

    address: str
    title: str
    text: str
    where: str


def shown(facts: Iterable[Fact], markup: AnswerMarkup) -> Iterator[Shown]:
    """The facts of one page, in their order."""
    seen: set[str] = set()
    level = FIRST_HEADING
    for headings, fact in under_headings(facts):
        sections = [_section(heading, seen) for heading in headings]
        level = min(sections[-1].level + 1, LAST_HEADING) if sections else level
        asked = bool(fact.questions)
        yield Shown(
            sections=sections,
            level=level,
            anchor=naming.anchor(fact),
            question=one_line(fact.title) if asked else "",
            answer=markup.html(fact.answer) if asked else "",
            passage="" if asked else readable(fact.answer),
            quote=readable(fact.quote),
            about=about(
                ("Where", fact.locator),
                ("Published", fact.source.published),
                ("True as of", fact.as_of),
                ("Last checked", fact.checked),
            ),
            original=passage_link(fact),
        )


def listed(place: Place) -> Listed:
    """A fact as its topic's page lists it."""
    fact = place.fact
    beginning = excerpt(fact.answer, EXCERPT)
    title, text = (one_line(fact.title), beginning) if fact.questions else (beginning, "")
    return Listed(place.address, title, text, one_line(fact.locator))


def about(*known: tuple[str, str]) -> list[About]:
    """What is known, by its label; what nobody said is left out."""
    return [About(label, one_line(value)) for label, value in known if one_line(value)]


def _section(heading: Heading, seen: set[str]) -> Section:
    """The heading on its page, with an anchor that stays as long as the headings do."""
    anchor = f"t-{digest(TRAIL.join(heading.trail), 12)}"
    is_first = anchor not in seen
    seen.add(anchor)
    level = min(FIRST_HEADING - 1 + len(heading.trail), LAST_HEADING)
    return Section(level, heading.trail[-1], anchor if is_first else "")
