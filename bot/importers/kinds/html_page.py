"""HTML pages: saved ones and fetched ones; the main text, questions that are marked up, and what the page is."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from bot.errors import DocumentError
from bot.facts import Fact
from bot.importers.document import Document
from bot.importers.encoding import decoded_text
from bot.importers.kinds import html_outline
from bot.importers.outline.blocks import QUESTION_LEVEL, Block, Kind, Outline, clean
from bot.importers.outline.facts import facts_of
from bot.importers.tidying import one_line

_CHARSET = re.compile(rb"""<meta[^>]+charset\s*=\s*["']?\s*([\w-]+)""", re.IGNORECASE)
_WESTERN = frozenset({"iso-8859-1", "latin1", "latin-1", "us-ascii", "ascii", "iso8859-1", "windows-1252"})


def read(document: Document) -> Iterator[Fact]:
    """The facts of a page."""
    content = document.content()
    if html_outline.is_too_deep(content):
        deepest = html_outline.DEEPEST_PARSED
        raise DocumentError(
            document.name, None, f"more than {deepest:,} elements are nested: this is no page for people"
        )
    charset = _charset(content, document.charset)
    return facts_of(document, outline(decoded_text(content, document.name, charset)))


def _charset(content: bytes, named: str) -> str:
    """The server's word, else the page's own; browsers read Latin-1 as Windows-1252. What is UTF-8 all through is that,
    whatever it says: many pages say Latin-1 out of habit, and no other text is UTF-8 by chance."""
    found = _CHARSET.search(content[:4096])
    charset = (named or (found[1].decode("ascii") if found else "")).lower()
    if charset not in _WESTERN:
        return charset
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return "windows-1252"
    return "utf-8"


def outline(html: str) -> Outline:
    """The page taken apart."""
    tree = LexborHTMLParser(html)
    linked = list(_linked_data(tree))
    given = _given(tree, linked)
    around = html_outline.strip(tree)
    text = clean(tree.body.text()) if tree.body else ""
    main = html_outline.main_part(tree)
    blocks = html_outline.blocks(main) if main else []
    heads = [block.text for block in blocks if block.kind is Kind.HEADING and block.level == 1]
    given["title"] = given["title"] or (heads[0] if heads else "")
    asked = {block.text.casefold() for block in blocks if block.kind is Kind.HEADING}
    marked_up = list(_marked_up(linked, asked))
    return Outline((*blocks, *marked_up), given, "\n".join([text, *(block.text for block in marked_up)]), around)


def _linked_data(tree: LexborHTMLParser) -> Iterator[dict[str, Any]]:
    """Every object of the page's JSON-LD."""
    for script in tree.css('script[type="application/ld+json"]'):
        try:
            found = json.loads(script.text())
        except (ValueError, RecursionError):
            continue
        waiting, seen = [found], 0
        while waiting and seen < 2_000:
            seen += 1
            value = waiting.pop(0)
            if isinstance(value, list):
                waiting += value
            elif isinstance(value, dict):
                yield value
                waiting += [inner for key, inner in value.items() if key in {"@graph", "mainEntity"}]


def _marked_up(linked: list[dict[str, Any]], asked: set[str]) -> Iterator[Block]:
    """The questions of an FAQPage that the page's text does not show as such."""
    for thing in linked:
        answer = thing.get("acceptedAnswer")
        answer = answer[0] if isinstance(answer, list) and answer else answer
        text = answer.get("text") if isinstance(answer, dict) else None
        question = thing.get("name")
        if thing.get("@type") != "Question" or not isinstance(text, str) or not isinstance(question, str):
            continue
        question = one_line(clean(html_outline.fragment_text(question)))
        if question and question.casefold() not in asked:
            yield Block(Kind.END, level=1)
            yield Block(Kind.HEADING, question, level=QUESTION_LEVEL, asks=True, place="FAQ of the page")
            yield from html_outline.fragment(text)
            yield Block(Kind.END)


def _given(tree: LexborHTMLParser, linked: list[dict[str, Any]]) -> dict[str, str]:
    """Title, publisher, author, date and address as the page's head gives them."""
    meta: dict[str, str] = {}
    for node in tree.css("meta[content]"):
        key = node.attributes.get("property") or node.attributes.get("name") or node.attributes.get("itemprop")
        if key:
            meta.setdefault(key.lower(), one_line(clean(node.attributes.get("content") or "")))
    head = tree.css_first("title")
    titled = one_line(clean(head.text())) if head else ""
    canonical = tree.css_first("link[rel=canonical]")
    address = (canonical.attributes.get("href") or "") if canonical else meta.get("og:url", "")
    time = tree.css_first("time[itemprop=datePublished],time[pubdate],time.published")
    published = _first(
        meta.get("article:published_time"),
        *(thing.get("datePublished") for thing in linked),
        *(
            meta.get(key)
            for key in ("datepublished", "date", "dc.date", "dcterms.created", "dc.date.issued", "pubdate")
        ),
        (time.attributes.get("datetime") or time.text()) if time else "",
    )
    authors = (_named(thing.get("author")) for thing in linked)
    publishers = (_named(thing.get("publisher")) for thing in linked)
    return {
        "title": _first(meta.get("og:title"), titled),
        "publisher": _first(meta.get("og:site_name"), *publishers, meta.get("dc.publisher"), meta.get("publisher")),
        "author": _first(meta.get("author"), *authors, meta.get("article:author"), meta.get("dc.creator"), no="http"),
        "published": re.sub(r"^(\d{4}-\d\d-\d\d)T.*", r"\1", published),
        "url": address if address.startswith(("http://", "https://")) else "",
    }


def _named(thing: object) -> str:
    """The name of a person or an organisation in JSON-LD, or of several."""
    if isinstance(thing, list):
        return ", ".join(filter(None, map(_named, thing[:10])))
    name = thing.get("name") if isinstance(thing, dict) else thing
    return name if isinstance(name, str) else ""


def _first(*values: object, no: str = "\0") -> str:
    """The first that says something."""
    return next(
        (one_line(value) for value in values if isinstance(value, str) and value.strip() and not value.startswith(no)),
        "",
    )
