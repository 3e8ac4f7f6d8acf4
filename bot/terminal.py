"""How an answer looks in a terminal, and a conversation there."""

from __future__ import annotations

import shutil
import textwrap
import unicodedata
from typing import TYPE_CHECKING

import click

from bot.answers import Found, Suggestions, Unknown
from bot.explaining import because, listed, sureness

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bot.answers import Answer, Match
    from bot.facts import Fact

Line = str


def source_line(fact: Fact) -> str:
    """Where a fact stands, in one line: title, publisher, date, place, address."""
    source = fact.source
    as_of = fact.as_of and f"true as of {fact.as_of}"
    parts = (source.title, source.publisher or source.author, source.published, as_of, fact.locator, source.url)
    return ", ".join(printable(part) for part in parts if part)


def answer_lines(answer: Answer) -> Iterator[Line]:
    """The lines of an answer, styled for a terminal; whoever prints them elsewhere strips the styles."""
    match answer:
        case Found(best=best, also=also, disagreeing=disagreeing):
            for i, one in enumerate((best, *also)):
                if i:
                    yield ""
                yield from _match_lines(one)
            for other in disagreeing:
                yield click.style("But sources disagree; this one says:", fg="yellow")
                yield from _match_lines(other)
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


def fact_lines(match: Match) -> Iterator[Line]:
    """A fact that was chosen from several."""
    yield from _match_lines(match)


def converse(ask: Callable[[str, str], Answer], read: Callable[[], str | None], write: Callable[[Line], None]) -> None:
    """Questions and answers until `read` returns None. A number chooses among what was offered last."""
    offered: tuple[Match, ...] = ()
    before = ""
    while (line := read()) is not None:
        question = line.strip()
        if not question:
            continue
        if question.isascii() and question.isdigit() and 1 <= int(question[:3]) <= len(offered):
            chosen = offered[int(question) - 1]
            lines, before = fact_lines(chosen), chosen.fact.title
        else:
            answer = ask(question, before)
            lines = answer_lines(answer)
            offered = answer.choices if isinstance(answer, Suggestions) else ()
            before = answer.best.fact.title if isinstance(answer, Found) else before
        for out in lines:
            write(out)
        write("")


def printable(text: str) -> str:
    """The text without characters that would steer a terminal or turn the line round."""
    return "".join(c if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cf", "Cs"} else "" for c in text)


def _match_lines(match: Match) -> Iterator[Line]:
    width = min(shutil.get_terminal_size().columns, 100)
    for paragraph in printable(match.answer).splitlines():
        yield from (click.style(line, bold=True) for line in textwrap.wrap(paragraph, width) or [""])
    yield click.style(f"  {source_line(match.fact)}", fg="cyan")
    reason = because(match)
    yield click.style(f"  {sureness(match.confidence)}{': ' + printable(reason) if reason else ''}", dim=True)
