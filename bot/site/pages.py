"""The pages of the site, from templates that escape every word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Final, NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from bot.facts import Fact, digest
from bot.links import passage_link, web_address
from bot.site import naming
from bot.site.gathering import FACTS_A_PAGE, Collection, Heading, Place, SourcePages, TopicPage, under_headings
from bot.site.markup import AnswerMarkup
from bot.site.wording import TRAIL, excerpt, one_line, readable

TITLE: Final = "Facts and their sources"

TOPICS_ON_INDEX: Final = 200
"""With more topics than that, they have a page of their own."""

EXCERPT: Final = 240

FIRST_HEADING: Final = 2
LAST_HEADING: Final = 6
"""The page's title is heading 1; what is deeper than 6 is shown as 6."""


class Page(NamedTuple):
    """A file of the site. path: below its root."""

    path: str
    text: str


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
    """A fact as its source's page shows it.

    sections: the headings that begin above it. level: of its own heading, when it has a question.
    """

    sections: Sequence[Section]
    level: int
    anchor: str
    question: str
    answer: Markup
    passage: str
    quote: str
    about: Sequence[About]
    original: str


class Pages:
    """Makes all pages of a collection."""

    def __init__(self, collection: Collection, base_url: str = "") -> None:
        """base_url: where the site will be found, for the address that each page gives as its own; "" for none."""
        self._collection = collection
        self._base_url = web_address(base_url).partition("#")[0].rstrip("/")
        self._markup = AnswerMarkup()
        self._environment = Environment(
            loader=FileSystemLoader(Path(__file__).with_name("templates")),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )
        self._environment.globals = {"site": TITLE, "any_topics": bool(collection.topics)}

    def all(self) -> Iterator[Page]:
        """Every page, one after the other."""
        found = self._collection
        many = len(found.topics) > TOPICS_ON_INDEX
        totals = {"facts": len(found.places), "sources": found.sources, "topics": _by_first_heading(found.topics)}
        yield self._page("index.html", "index.html", title=TITLE, topic_count=len(found.topics), many=many, **totals)
        if many:
            yield self._page("topics.html", "topics.html", title="Topics", **totals)
        for source in found.sources:
            yield from self._source_pages(source)
        for topic in found.topics:
            yield from self._topic_pages(topic)

    def sitemap(self, paths: Sequence[str]) -> Iterator[Page]:
        """The list of pages for search engines, where it is known where the site will be found."""
        if self._base_url:
            yield Page(
                "sitemap.xml", self._render("sitemap.xml", addresses=[f"{self._base_url}/{path}" for path in paths])
            )

    def _source_pages(self, pages: SourcePages) -> Iterator[Page]:
        source = pages.source
        parts = pages.pages()
        about = _about(Publisher=source.publisher, Author=source.author, Published=source.published)
        names = [part[0].page for part in parts]
        places = f"{names[0].removesuffix('.html')}.js" if len(parts) > 1 else ""
        for number, part in enumerate(parts, 1):
            shown = list(self._shown(place.fact for place in part))
            yield self._page(
                names[number - 1],
                "source.html",
                title=pages.title,
                about=about,
                original=web_address(source.url),
                address_text=one_line(source.url),
                count=len(pages.facts),
                shown=shown,
                contents=[section for one in shown for section in one.sections if section.anchor],
                number=number,
                parts=[name.partition("/")[2] for name in names],
                places=places.partition("/")[2] if number == 1 else "",
            )
        if places:
            handles = ((place.page.partition("/")[2], place.fact.handle) for part in parts[1:] for place in part)
            lines = (
                f'  "{page}": "{" ".join(handle for _, handle in some)}"'
                for page, some in groupby(handles, lambda one: one[0])
            )
            yield Page(places, "factbot.places({\n" + ",\n".join(lines) + "\n});\n")

    def _topic_pages(self, topic: TopicPage) -> Iterator[Page]:
        stem = topic.page.removesuffix(".html")
        starts = range(0, len(topic.places), FACTS_A_PAGE)
        names = [f"{stem}{f'-{number}' if number > 1 else ''}.html" for number in range(1, len(starts) + 1)]
        for number, start in enumerate(starts, 1):
            part = topic.places[start : start + FACTS_A_PAGE]
            yield self._page(
                names[number - 1],
                "topic.html",
                title=topic.trail[-1],
                above=topic.trail[:-1],
                count=len(topic.places),
                groups=[
                    (SourcePages(source).title, naming.source_page(source), [_listed(place) for place in some])
                    for source, some in groupby(part, key=lambda place: place.fact.source)
                ],
                number=number,
                parts=[name.partition("/")[2] for name in names],
            )

    def _shown(self, facts: Iterator[Fact]) -> Iterator[Shown]:
        seen: set[str] = set()
        level = FIRST_HEADING
        for headings, fact in under_headings(facts):
            sections = [_section(heading, seen) for heading in headings]
            level = min(sections[-1].level + 1, LAST_HEADING) if sections else level
            is_passage = not fact.questions
            source = fact.source
            yield Shown(
                sections=sections,
                level=level,
                anchor=naming.anchor(fact),
                question="" if is_passage else one_line(fact.title),
                answer=Markup() if is_passage else Markup(self._markup.html(fact.answer)),  # noqa: S704 - it is escaped
                passage=readable(fact.answer) if is_passage else "",
                quote=readable(fact.quote),
                about=_about(
                    Where=fact.locator, Published=source.published, True_as_of=fact.as_of, Last_checked=fact.checked
                ),
                original=passage_link(fact),
            )

    def _page(self, path: str, template: str, **values: object) -> Page:
        canonical = f"{self._base_url}/{path.removesuffix('index.html')}" if self._base_url else ""
        return Page(path, self._render(template, root="../" if "/" in path else "", canonical=canonical, **values))

    def _render(self, template: str, **values: object) -> str:
        return self._environment.get_template(template).render(**values)


def _by_first_heading(topics: Sequence[TopicPage]) -> list[tuple[str, list[TopicPage]]]:
    """The topics, those of one outermost heading together."""
    return [(first, list(some)) for first, some in groupby(topics, key=lambda topic: topic.trail[0])]


def _section(heading: Heading, seen: set[str]) -> Section:
    """The heading on its page, with an anchor that stays as long as the headings do."""
    anchor = f"t-{digest(TRAIL.join(heading.trail), 12)}"
    is_first = anchor not in seen
    seen.add(anchor)
    level = min(FIRST_HEADING - 1 + len(heading.trail), LAST_HEADING)
    return Section(level, heading.trail[-1], anchor if is_first else "")


def _listed(place: Place) -> dict[str, str]:
    """A fact as a topic's page lists it."""
    fact = place.fact
    asked = bool(fact.questions)
    return {
        "address": place.address,
        "title": one_line(fact.title) if asked else excerpt(fact.answer, EXCERPT),
        "text": excerpt(fact.answer, EXCERPT) if asked else "",
        "where": one_line(fact.locator),
    }


def _about(**values: str) -> list[About]:
    """What is known, by its label."""
    return [About(label.replace("_", " "), one_line(value)) for label, value in values.items() if one_line(value)]
