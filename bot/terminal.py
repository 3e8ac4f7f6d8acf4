"""How an answer looks in a terminal, and a conversation there."""

from __future__ import annotations

import re
import shutil
import textwrap
import unicodedata
from typing import TYPE_CHECKING, Final

import click

from bot.answers import Found, Suggestions, Unknown
from bot.explaining import because, explanation_lines, listed, sureness
from bot.links import passage_link
from bot.quoting import excerpt, quote_of, set_off

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bot.answers import Answer, Explanation, Match
    from bot.facts import Fact

Line = str

_STEERING: Final = re.compile("(?!\x1b\\[[0-9;]*m)[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")
"""Control characters, and those that turn a line round. What merely sets a colour is let through."""
QUOTE: Final = 400
"""Characters of a quote that are shown."""


def source_line(fact: Fact, site_url: str = "") -> str:
    """Where a fact stands, in one line: title, publisher, dates, place, and a link that leads to the passage."""
    source = fact.source
    as_of = fact.as_of and f"true as of {fact.as_of}"
    link = passage_link(fact, site_url) or source.url
    parts = (source.title, source.publisher or source.author, source.published, as_of, fact.locator, link)
    return ", ".join(printable(part) for part in parts if part)


def answer_lines(answer: Answer, site_url: str = "") -> Iterator[Line]:
    """The lines of an answer, styled for a terminal; whoever prints them elsewhere strips the styles."""
    match answer:
        case Found(best=best, also=also, disagreeing=disagreeing):
            for i, one in enumerate((best, *also)):
                if i:
                    yield ""
                yield from match_lines(one, site_url)
            for other in disagreeing:
                yield click.style("But sources disagree; this one says:", fg="yellow")
                yield from match_lines(other, site_url)
        case Suggestions(choices=choices):
            yield "I am not sure which of these you mean:" if len(choices) > 1 else "I am not sure. Do you mean this?"
            for number, choice in enumerate(choices, 1):
                yield f"  {click.style(str(number), bold=True)}. {printable(choice.fact.title)}"
        case Unknown(strange=strange, topics=topics):
            yield unknown_line(strange)
            if topics:
                yield click.style(f"Nearest: {'; '.join(printable(topic) for topic in topics)}.", dim=True)


def unknown_line(strange: tuple[str, ...]) -> str:
    """One honest line for a question that no fact answers."""
    if not strange:
        return "I don't know: no fact answers that."
    return (
        f"I don't know: no fact says anything about {listed([f'“{printable(word)}”' for word in strange[:3]], 'or')}."
    )


def converse(
    ask: Callable[[str, str], Answer], read: Callable[[], str | None], write: Callable[[Line], None], site_url: str = ""
) -> None:
    """Questions and answers until `read` returns None. A number chooses among what was offered last."""
    offered: tuple[Match, ...] = ()
    before = ""
    while (line := read()) is not None:
        question = line.strip()
        if not question:
            continue
        if question.isascii() and question.isdigit() and 1 <= int(question[:3]) <= len(offered):
            chosen = offered[int(question) - 1]
            lines, before = match_lines(chosen, site_url, chosen=True), chosen.fact.title
        else:
            answer = ask(question, before)
            lines = answer_lines(answer, site_url)
            offered = answer.choices if isinstance(answer, Suggestions) else ()
            before = answer.best.fact.title if isinstance(answer, Found) else before
        for out in lines:
            write(out)
        write("")


def say(text: str, *, err: bool = False) -> None:
    """Print a line in which nothing steers the terminal but our own colours."""
    click.echo(_STEERING.sub("", text), err=err)


def printable(text: str) -> str:
    """The text without characters that would steer a terminal or turn the line round."""
    return "".join(c if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cf", "Cs"} else "" for c in text)


def match_lines(match: Match, site_url: str = "", *, chosen: bool = False) -> Iterator[Line]:
    """One fact: what it says, the quote where that says more, its source, and why it is shown. chosen: by the asker."""
    width = min(shutil.get_terminal_size().columns, 100)
    for paragraph in printable(match.answer).splitlines():
        yield from (click.style(line, bold=True) for line in textwrap.wrap(paragraph, width) or [""])
    if quote := quote_of(match):
        words = excerpt(printable(quote), match.answer, QUOTE)
        pieces = [click.style(span.words, underline=span.matched) for span in set_off(words, match)]
        yield f"  “{''.join(pieces)}”"
    yield click.style(f"  {source_line(match.fact, site_url)}", fg="cyan")
    if chosen:
        yield click.style("  your choice", dim=True)
        return
    reason = because(match)
    yield click.style(f"  {sureness(match.confidence)}{': ' + printable(reason) if reason else ''}", dim=True)


def why_lines(explanation: Explanation, version: int) -> Iterator[Line]:
    """Why this fact and no other, below what it says. version: the table's."""
    yield click.style(f"Why “{printable(explanation.match.fact.title)}”:", bold=True)
    yield from (f"  {printable(line)}" for line in explanation_lines(explanation, version))
