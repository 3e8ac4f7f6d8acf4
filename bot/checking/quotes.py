"""Quotes held against their sources again: as files that a person names, or at the addresses they came from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import TYPE_CHECKING

from bot.checking.problems import Problem
from bot.errors import DocumentError
from bot.importers.quoting import Witness

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bot.facts import Fact

Read = Callable[[str], "Iterable[Fact]"]
"""Gives the facts of a document, by its path or address. Raises DocumentError."""


def lost_quotes(facts: Callable[[], Iterable[Fact]], documents: Iterable[str], read: Read) -> Iterator[Problem]:
    """Facts whose quote, or passage, does not stand in the document any more.

    facts: gives all facts anew at each call. documents: paths; a stored fact is held against the document that has the
    title, or the address, of its source. Raises DocumentError for a document that cannot be read.
    """
    for document in documents:
        found = list(read(document))
        known = {fact.source.title for fact in found} | {fact.source.url for fact in found if fact.source.url}
        yield from _lost(facts(), found, known)


def dead_links(facts: Callable[[], Iterable[Fact]], read: Read) -> Iterator[Problem]:
    """Addresses of sources that give no document any more, and quotes that do not stand at theirs."""
    by_address: defaultdict[str, list[Fact]] = defaultdict(list)
    for fact in facts():
        if fact.source.url.lower().startswith(("http://", "https://")):
            by_address[fact.source.url].append(fact)
    for address, of_it in by_address.items():
        try:
            found = list(read(address))
        except DocumentError as error:
            yield Problem("link", f"{address}: {error.problem}", tuple(of_it[:1]))
        else:
            yield from _lost(of_it, found, {address})


def _lost(stored: Iterable[Fact], found: list[Fact], known: set[str]) -> Iterator[Problem]:
    witness = Witness("\n".join(text for fact in found for text in (*fact.questions, fact.answer, fact.quote)))
    for fact in stored:
        words = fact.quote or ("" if fact.questions else fact.answer)
        if words and known & {fact.source.title, fact.source.url} and not witness.holds(words):
            yield Problem("quote", f"“{_beginning(words)}” does not stand in {fact.source.title} now", (fact,))


def _beginning(words: str) -> str:
    return words if len(words) <= 80 else words[:79].rsplit(" ", 1)[0] + "…"
