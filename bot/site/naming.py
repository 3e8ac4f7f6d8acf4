"""What the pages of the site are called, and where on its page a fact stands. Links from elsewhere rely on it."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from bot.facts import Fact, Source, digest

SLUG: Final = 48
"""The most characters of a title that a page's name takes."""


def source_page(source: Source, number: int = 1) -> str:
    """The page of a source, below the site's root. number: which of its pages, from 1, when it has many facts."""
    name = (source.title, source.publisher, source.author, source.published, source.url)
    return f"source/{_stem(source.title, chr(0).join(name), number)}.html"


def topic_page(topic: str, number: int = 1) -> str:
    """The page of a topic, below the site's root. number: as for a source."""
    return f"topic/{_stem(topic, topic, number)}.html"


def anchor(fact: Fact) -> str:
    """The id of the element that a fact is on its source's page."""
    return f"f-{fact.handle}"


def fact_address(fact: Fact) -> str:
    """Where a fact stands, below the site's root. Where a source has several pages, the first one leads on."""
    return f"{source_page(fact.source)}#{anchor(fact)}"


def _stem(title: str, identity: str, number: int) -> str:
    """A file's name without its ending: letters a person can read, then a digest, so that no two are the same.

    Only a-z, 0-9 and "-", so that no title can leave the folder, and with the digest no system reserves the name.
    """
    plain = unicodedata.normalize("NFKD", title[: 4 * SLUG]).encode("ascii", "ignore").decode().lower()
    slug = "-".join(re.findall("[a-z0-9]+", plain))
    if len(slug) > SLUG:
        slug = slug[: SLUG + 1].rpartition("-")[0] or slug[:SLUG]
    return "-".join(filter(None, (slug, digest(identity, 10), str(number) if number > 1 else "")))
