"""The pages of the site, from templates that escape every word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Final, NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from bot.links import web_address
from bot.site.gathering import Collection, Place, SourcePages, TopicPages
from bot.site.markup import AnswerMarkup
from bot.site.showing import about, listed, shown
from bot.site.wording import one_line

TITLE: Final = "Facts and their sources"

TOPICS_ON_INDEX: Final = 200
"""With more topics than that, they have a page of their own."""


class Page(NamedTuple):
    """A file of the site. path: below its root."""

    path: str
    text: str


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
        # what the markup gives is HTML already, and escaped there
        self._environment.filters["html"] = Markup

    def all(self) -> Iterator[Page]:
        """Every page, one after the other."""
        found = self._collection
        many = len(found.topics) > TOPICS_ON_INDEX
        topics = [(first, list(some)) for first, some in groupby(found.topics, key=lambda topic: topic.trail[0])]
        yield self._page(
            "index.html",
            title=TITLE,
            facts=len(found.places),
            sources=found.sources,
            topics=topics,
            topic_count=len(found.topics),
            many=many,
        )
        if many:
            yield self._page("topics.html", title="Topics", topics=topics)
        for source in found.sources:
            yield from self._source_pages(source)
        for topic in found.topics:
            yield from self._topic_pages(topic)

    def sitemap(self, paths: Sequence[str]) -> Iterator[Page]:
        """The list of pages for search engines, where it is known where the site will be found."""
        if self._base_url:
            addresses = [self._address(path) for path in paths]
            yield Page("sitemap.xml", self._environment.get_template("sitemap.xml").render(addresses=addresses))

    def _source_pages(self, pages: SourcePages) -> Iterator[Page]:
        source = pages.source
        parts = pages.parts()
        script = _sibling(parts[0].page).replace(".html", ".js")
        for number, part in enumerate(parts, 1):
            facts = list(shown((place.fact for place in part.places), self._markup))
            yield self._page(
                part.page,
                "source.html",
                title=pages.title,
                about=about(
                    ("Publisher", source.publisher), ("Author", source.author), ("Published", source.published)
                ),
                original=web_address(source.url),
                address_text=one_line(source.url),
                count=len(pages.facts),
                shown=facts,
                contents=[section for fact in facts for section in fact.sections if section.anchor],
                number=number,
                parts=[_sibling(one.page) for one in parts],
                places=script if number == 1 and len(parts) > 1 else "",
            )
        if len(parts) > 1:
            yield Page(
                parts[0].page.replace(".html", ".js"),
                _where({_sibling(part.page): part.places for part in parts[1:]}),
            )

    def _topic_pages(self, pages: TopicPages) -> Iterator[Page]:
        parts = pages.parts()
        for number, part in enumerate(parts, 1):
            by_source = groupby(part.places, key=lambda place: place.fact.source)
            yield self._page(
                part.page,
                "topic.html",
                title=pages.trail[-1],
                above=pages.trail[:-1],
                count=len(pages.places),
                groups=[(SourcePages(source), [listed(place) for place in some]) for source, some in by_source],
                number=number,
                parts=[_sibling(one.page) for one in parts],
            )

    def _page(self, path: str, template: str = "", **values: object) -> Page:
        """template: "" for the one that is called as the page is."""
        text = self._environment.get_template(template or path).render(
            root="../" if "/" in path else "",
            canonical=self._address(path) if self._base_url else "",
            **values,
        )
        return Page(path, text)

    def _address(self, path: str) -> str:
        return f"{self._base_url}/{path.removesuffix('index.html')}"


def _sibling(page: str) -> str:
    """A page's address on other pages of its folder."""
    return page.rpartition("/")[2]


def _where(places: dict[str, Sequence[Place]]) -> str:
    """The script that says which facts stand on which page; find.js calls for it."""
    lines = (f'  "{page}": "{" ".join(place.fact.handle for place in some)}"' for page, some in places.items())
    return "factbot.places({\n" + ",\n".join(lines) + "\n});\n"
