"""What autocompletion offers: known questions, each with a mark for how near it is to what is typed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.answers import Match
from bot.chat import plain
from bot.facts import Fact

LONGEST: Final = 100
"""Units of an offer's name, and of its value."""
MOST: Final = 25
"""Offers that Discord takes."""

EXACT, CLOSE, TOPIC, PINNED = "✅", "🔎", "📚", "📌"
"""The question as it is typed; one that is near in its words; one that is nearest by its subject; one that a server's
moderators have pinned. Each has a shape of its own: none is told from another by its colour alone."""

NEAR: Final = 0.5
"""Confidence from which an offer is called close."""


def offers(typed: str, matches: Sequence[Match], pinned: Sequence[Fact] = ()) -> list[tuple[str, str]]:
    """Names and values, best first; none twice. The pinned ones come first while nothing is typed."""
    wanted = plain.one_line(typed).casefold()
    marked = [(PINNED, fact) for fact in pinned] if not wanted else []
    marked += [(_mark(wanted, match), match.fact) for match in matches]
    found: dict[str, str] = {}
    for mark, fact in marked:
        name, value = offer(fact, mark)
        found.setdefault(value, name)
    return [(name, value) for value, name in found.items()][:MOST]


def offer(fact: Fact, mark: str = "") -> tuple[str, str]:
    """What is shown of a fact, and what is sent back: its question, or its handle if the question is too long."""
    question = plain.one_line(fact.title) or fact.handle
    value = question if plain.units(question) <= LONGEST else f"fact:{fact.handle}"
    return plain.shorten(f"{mark} {question}".strip(), LONGEST), value


def chosen_handle(question: str) -> str:
    """The handle in what `offer` sends back for a long question, or ""."""
    handle = question.removeprefix("fact:")
    return handle if handle != question and len(handle) == 12 and set(handle) <= set("0123456789abcdef") else ""


def typed_question(question: str) -> str:
    """A question without the mark that somebody may have copied with it."""
    return question.lstrip(EXACT + CLOSE + TOPIC + PINNED).lstrip() or question


def _mark(wanted: str, match: Match) -> str:
    """Everything that is offered for no text at all is a topic."""
    if not wanted:
        return TOPIC
    questions = [question.casefold() for question in match.fact.questions]
    if any(wanted.rstrip("?") == question.rstrip("?") for question in questions):
        return EXACT
    words = wanted.split()
    met = any(all(word in question for word in words) for question in questions)
    return CLOSE if met or match.confidence >= NEAR else TOPIC
