"""Facts, documents and text as nasty as people and programs make them, for property tests."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import strategies as st

from bot.facts import Fact, Source, content_id
from bot.importers.tidying import one_line, paragraphs

LINE_STARTS = [
    *(
        "# ",
        "#",
        "## ",
        "##",
        "##x",
        "### ",
        "- ",
        "-",
        "* ",
        "+ ",
        "---",
        "--- ",
        "\\",
        "\\\\",
        "\\# ",
        "\\- ",
        "\\```",
    ),
    *("As of: ", "as of:", "Review by: ", "Checked: ", "Anchor: ", "Digest: ", "=", "+1", "@x", "'=", "''", "\uff1d"),
    *("```", "````", "```py", "~~~", "~~~~", "Where: ", "where:", "Quote: ", "Id: ", "ID:", "Source: ", "Publisher: "),
    *(
        "Author: ",
        "Published: ",
        "Link: ",
        "\\Where: ",
        "Wher: ",
        "title: ",
        "url: ",
        "{",
        "[",
        '"',
        "https://x.example",
    ),
    *(" ", "   ", "    ", "\t", "\u3000", "\xa0", "\ufeff", ""),
]
WORDS = [
    *(
        "role",
        "colour",
        "質問",
        "役割の色",
        "سؤال",
        "\u202eשאלה\u202c",
        "👩‍👩‍👧",
        "🏳️‍🌈",
        "é",
        "e\u0301",
        "ß",
        "SS",
        "İ",
        "ſource",
    ),
    *("\x01", "\x1b[31m", "\x7f", "\x1c", "\x85", "\u2028", "\u2029", "\x0b", "\x0c", "\u200b", "\ufffe", "\U0010ffff"),
]


LINE_BREAKS = ["\n", "\n\n", "\r\n", "\r", "\n \n", " "]


def raw_text(longest: int = 12) -> st.SearchStrategy[str]:
    """Lines that look like structure, odd words and line breaks, any characters; not tidied, possibly empty."""
    character = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
    pieces = [st.sampled_from(LINE_BREAKS), st.sampled_from(LINE_STARTS), st.sampled_from(WORDS), character]
    return st.lists(st.one_of(pieces), max_size=longest).map("".join)


def single_lines() -> st.SearchStrategy[str]:
    """One tidied line of text, not empty."""
    return raw_text(5).map(lambda text: one_line(text) or "x")


def answers() -> st.SearchStrategy[str]:
    """A tidied answer, not empty."""
    return raw_text().map(lambda text: paragraphs(text) or "x")


def labels() -> st.SearchStrategy[str]:
    """A short tidied line or none, for fields that are read and written as others are."""
    odd = [
        "=1+1",
        "'=x",
        "Where: x",
        "# x",
        "- x",
        "\\# x",
        "a\\",
        "#page=4",
        "#:~:text=a%2Cb",
        "2024-05-06",
        "質",
        'é, "x"',
    ]
    return st.sampled_from(["", "", *odd])


def sources() -> st.SearchStrategy[Source]:
    """A source with a title, its other fields given or not."""
    optional = st.just("") | single_lines()
    return st.builds(Source, single_lines(), optional, optional, optional, optional, labels())


def facts(source: st.SearchStrategy[Source] | None = None) -> st.SearchStrategy[Fact]:
    """A fact as readers make it, with its content id or one of its own; a passage now and then."""
    optional = st.just("") | single_lines()
    questions = st.lists(single_lines(), max_size=3, unique=True).map(tuple)
    return st.builds(
        _fact,
        optional,
        questions=questions,
        answer=answers(),
        source=sources() if source is None else source,
        topic=optional,
        locator=single_lines(),
        quote=optional,
        anchor=labels(),
        as_of=labels(),
        review_by=labels(),
        checked=labels(),
    )


def _fact(name: str, anchor: str, checked: str, **content: Any) -> Fact:
    return Fact(name or content_id(**content), anchor=anchor, checked=checked, **content)


def whole(some: list[Fact]) -> list[tuple[Fact, str, str]]:
    """The facts with what equal facts may differ in."""
    return [(fact, fact.checked, fact.source.digest) for fact in some]


def fact_lists() -> st.SearchStrategy[list[Fact]]:
    """Facts that can stand in one document: one to four, of one to three sources, no question or id twice."""
    known = st.lists(sources(), min_size=1, max_size=3)
    return known.flatmap(lambda some: st.lists(facts(st.sampled_from(some)), min_size=1, max_size=4)).map(_compatible)


def _compatible(some: list[Fact]) -> list[Fact]:
    kept: list[Fact] = []
    taken: set[str] = set()
    for fact in some:
        names = {f"id {fact.id}", *(f"question {question.casefold()}" for question in fact.questions)}
        if not names & taken:
            taken |= names
            kept.append(fact)
    return kept


def markdown_documents() -> st.SearchStrategy[str]:
    """Text that is often, not always, fact Markdown."""
    head = st.sampled_from(["", "\ufeff", "---\ntitle: x\n---\n", "\n\n---\nurl: y\r\n---\n", "---\n"])
    heading = st.sampled_from(["## a{0}", "## b{0}\n- c{0}\n* d{0}\n", "##", "# t\n## e{0}", "## f{0}\n- g\n  {0}\n\n"])
    end = st.sampled_from(
        [
            "",
            "Where: p",
            "\n\nAs of: d\nReview by: r\nChecked: c\nAnchor: #a",
            "\n\nQuote: q\n\nId: {0}",
            "\n\nSource: s\nLink: l",
            "\n```",
        ]
    )
    sections = st.lists(st.tuples(heading, raw_text(6), end), max_size=3)
    return st.builds(_document, head, sections)


def _document(head: str, sections: list[tuple[str, str, str]]) -> str:
    parts = (
        f"{heading.format(number)}\n{text}\n{end.format(number)}\n"
        for number, (heading, text, end) in enumerate(sections)
    )
    return head + "".join(parts)


def jsonl_documents() -> st.SearchStrategy[str]:
    """Fact JSONL with nasty text in it, its gaps and its mistakes."""
    text = raw_text(5).map(lambda text: text if text.strip() else "x")
    source = text | st.dictionaries(
        st.sampled_from(["title", "publisher", "url", "digest", "locator", "anchor", "quote"]), text
    )
    record = st.fixed_dictionaries(
        {"answer": text},
        optional={
            **dict.fromkeys(("id", "topic", "as_of", "review_by", "checked"), text),
            "questions": st.lists(text, max_size=4),
            "source": source,
        },
    )
    return st.lists(record, max_size=5).map(lambda records: "\n".join(map(json.dumps, records)))


def any_text(longest: int = 12) -> st.SearchStrategy[str]:
    """Any string that Python can hold: the raw text above, markup, numbers, search syntax, and unpaired surrogates."""
    odd = ["\ud800", "\udcff", "\0", "<@1>", "<a:x:1>", "HTTPS://X.Y/z", "＜＠１＞"]
    letters = ["\u200d", "か", "\u3099", "ᄀ", "ᅡ", "٣", "'", "’", "n't", "-"]
    numbers = ["1,000", "2.5k", "v1.4", "3rd", "½", "two", "hundred", "30万", "%", "$", "1,", ".5"]
    syntax = ["' OR 1=1 --", '"', "*", "NEAR(", "NOT ", "col:", "^", "; DROP TABLE facts;", "{", "\\", "(", "AND "]
    pieces = [raw_text(2), st.characters(), st.sampled_from(odd + letters + numbers + syntax)]
    return st.lists(st.one_of(pieces), max_size=longest).map("".join)
