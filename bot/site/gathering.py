"""The facts of a table put together as a reader goes through them: by source in the order they stand, and by topic."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Final, TypeVar

from bot.facts import Fact, Source
from bot.site import naming
from bot.site.wording import natural, one_line, trail

Item = TypeVar("Item")

FACTS_A_PAGE: Final = 500
WITHOUT_TOPIC: Final = "More"
"""The heading above facts without a topic that come after others."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading above facts. trail: it and those that it stands under, from the outermost in."""

    trail: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A fact and where it is shown. page: below the site's root."""

    fact: Fact
    page: str

    @property
    def address(self) -> str:
        """The address of the fact below the site's root."""
        return f"{self.page}#{naming.anchor(self.fact)}"


@dataclass(frozen=True, slots=True)
class Part:
    """A page and the places of the facts that it shows or lists."""

    page: str
    places: Sequence[Place]


@dataclass(slots=True)
class SourcePages:
    """A source, its facts in their order, and the topics they have."""

    source: Source
    facts: list[Fact] = field(default_factory=list)

    @property
    def title(self) -> str:
        """What it is listed under."""
        return one_line(self.source.title) or "A source without a title"

    @property
    def page(self) -> str:
        """Its first page below the site's root."""
        return naming.source_page(self.source)

    @property
    def details(self) -> tuple[str, ...]:
        """What else says which source it is: publisher or author, and date."""
        source = self.source
        return tuple(filter(None, map(one_line, (source.publisher or source.author, source.published))))

    def parts(self) -> list[Part]:
        """Its pages."""
        return [
            Part(page := naming.source_page(self.source, number), [Place(fact, page) for fact in facts])
            for number, facts in enumerate(_parted(self.facts), 1)
        ]


@dataclass(slots=True)
class TopicPages:
    """A topic and the places of its facts, source by source."""

    topic: str
    places: list[Place] = field(default_factory=list)

    @property
    def trail(self) -> tuple[str, ...]:
        """Its headings, the last of which is its own."""
        return trail(self.topic) or ("A topic without a name",)

    @property
    def page(self) -> str:
        """Its first page below the site's root."""
        return naming.topic_page(self.topic)

    def parts(self) -> list[Part]:
        """Its pages."""
        return [
            Part(naming.topic_page(self.topic, number), places) for number, places in enumerate(_parted(self.places), 1)
        ]


@dataclass(frozen=True, slots=True)
class Collection:
    """Everything that the site shows, sources and topics in the order of their names."""

    sources: Sequence[SourcePages]
    topics: Sequence[TopicPages]
    places: Sequence[Place]


def gather(facts: Iterable[Fact]) -> Collection:
    """The collection of these facts; those of a source stay in the order in which they come."""
    by_source: dict[Source, SourcePages] = {}
    for fact in facts:
        by_source.setdefault(fact.source, SourcePages(fact.source)).facts.append(fact)
    sources = sorted(by_source.values(), key=lambda one: (natural(one.title), naming.source_page(one.source)))
    places = [place for one in sources for part in one.parts() for place in part.places]
    by_topic: dict[str, TopicPages] = {}
    for place in places:
        if topic := place.fact.topic:
            by_topic.setdefault(topic, TopicPages(topic)).places.append(place)
    topics = sorted(by_topic.values(), key=lambda one: ([natural(part) for part in one.trail], one.page))
    return Collection(sources, topics, places)


def under_headings(facts: Iterable[Fact]) -> Iterator[tuple[Sequence[Heading], Fact]]:
    """Each fact with the headings that begin above it: those of its topic that differ from the fact's before it."""
    above: tuple[str, ...] = ()
    for fact in facts:
        now = trail(fact.topic) or ((WITHOUT_TOPIC,) if above else ())
        same = next((depth for depth, (old, new) in enumerate(zip_longest(above, now)) if old != new), len(now))
        # going back to an outer heading says it again, or the fact would seem to stand under the inner one
        first = min(same, len(now) - 1) if now != above else len(now)
        yield [Heading(now[: depth + 1]) for depth in range(first, len(now))], fact
        above = now


def _parted(items: list[Item]) -> Iterator[list[Item]]:
    """The items, at most FACTS_A_PAGE at a time."""
    for start in range(0, len(items), FACTS_A_PAGE):
        yield items[start : start + FACTS_A_PAGE]
