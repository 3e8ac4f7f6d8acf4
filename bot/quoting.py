"""The quote of an answer as a reader wants it: the part around what was shown, with the words that matched set off."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from bot import text

if TYPE_CHECKING:
    from bot.answers import Match

_WORD = re.compile(r"[\w'’.-]*\w")


class Span(NamedTuple):
    """A piece of a quote. matched: whether the question met it."""

    words: str
    matched: bool


def quote_of(match: Match) -> str:
    """What stands in the source beyond what is shown as the answer: the quote of a fact in our own words, or the whole
    passage of which a part was shown; "" when there is nothing more."""
    fact = match.fact
    quote = fact.quote or ("" if fact.questions else fact.answer)
    return "" if " ".join(quote.split()) == " ".join(match.answer.split()) else quote


def excerpt(quote: str, shown: str, length: int) -> str:
    """At most `length` characters of the quote, on one line, whole words, around what is shown of it."""
    line = " ".join(quote.split())
    if len(line) <= length:
        return line
    begin = " ".join(shown.split())
    at = max(line.find(begin), 0)
    start = max(0, min(at - max(0, length - len(begin)) // 2, len(line) - length))
    if start:
        start = line.find(" ", start) + 1
    end = start + length - 2
    if end < len(line):
        end = max(line.rfind(" ", start, end), start + length // 2)
    return f"{'…' if start else ''}{line[start:end].rstrip()}{'…' if end < len(line) else ''}"


def set_off(quote: str, match: Match) -> tuple[Span, ...]:
    """The quote in pieces, those apart that the question's words met."""
    met = {stem for pair in match.evidence.matched for word in pair for stem in text.stems_of(word)}
    spans: list[Span] = []
    at = 0
    for word in _WORD.finditer(quote):
        if not met.isdisjoint(text.stems_of(word[0])):
            if at < word.start():
                spans.append(Span(quote[at : word.start()], matched=False))
            spans.append(Span(word[0], matched=True))
            at = word.end()
    if at < len(quote):
        spans.append(Span(quote[at:], matched=False))
    return tuple(spans)
