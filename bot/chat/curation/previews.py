"""What a change would do, shown before it is kept."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

import discord

from bot.answers import Match
from bot.chat.cards import shown
from bot.chat.plain import literal, one_line, shorten, units
from bot.chat.rendered import COLOUR, CONTENT, Button, Rendered, Stage
from bot.curation.values import Broken, Findings, Reply
from bot.facts import Fact
from bot.languages.catalogue import Language

LISTED: Final = 5
"""Things of a kind that are named; the others are counted."""
TITLE: Final = 90
ANSWER: Final = 1500
"""Units of a title, and of an answer, in a preview."""

Rows = tuple[tuple[Button, ...], ...]


def message(lines: Iterable[str], rows: Rows = (), embeds: tuple[discord.Embed, ...] = ()) -> Rendered:
    """Lines of ours, as many as fit."""
    kept: list[str] = []
    used = 0
    for line in lines:
        size = units(line) + 1
        if used + size > CONTENT - 2:
            kept.append("…")
            break
        kept.append(line)
        used += size
    text = "\n".join(kept)
    return Rendered(content=text, bare=text, embeds=embeds, rows=rows)


def title(fact: Fact) -> str:
    """A fact's title, as it stands in a line."""
    return named(fact.title)


def named(text: str) -> str:
    """Somebody's words, as they stand in a line."""
    return literal(text, TITLE)


def card(fact: Fact, stage: Stage) -> tuple[discord.Embed, ...]:
    """The fact as it would stand: its phrasings and its answer, and its source as readers see it."""
    say = stage.say
    part = shown(Match(fact, fact.answer, 1.0), stage, reason=fact.topic or "·")
    lines = [f"- {literal(question, 150)}" for question in fact.questions[:10]]
    if len(fact.questions) > 10:
        lines.append(say("and-more", count=len(fact.questions) - 10))
    heading = shorten("\n".join(lines), 1500)
    body = discord.Embed(description="\n\n".join(filter(None, (heading, shorten(part.answer, ANSWER)))), colour=COLOUR)
    dates = [
        f"{say(key)}: {one_line(value)}"
        for key, value in (("field-review-by", fact.review_by), ("checked-on", fact.checked))
        if value
    ]
    if dates:
        body.set_footer(text=shorten(" · ".join(dates), 300))
    return body, part.card


def finding_lines(findings: Findings, say: Language) -> list[str]:
    """What else would be answered otherwise, what is nearly the same, whose words these are, and what is held back."""
    lines = []
    if findings.broken:
        lines += broken_lines(findings.broken, say)
    if findings.changes:
        lines.append(say("finding-changes", count=len(findings.changes)))
        lines += _some(
            [
                say(
                    "finding-change",
                    question=named(one.question),
                    before=_reply(one.before, say),
                    after=_reply(one.after, say),
                )
                for one in findings.changes
            ],
            say,
        )
    if findings.alike:
        lines.append(say("finding-alike"))
        lines += _some(
            [say("finding-like", title=title(one.fact), percent=round(one.likeness * 100)) for one in findings.alike],
            say,
        )
    if findings.claimed:
        lines.append(say("finding-claimed"))
        lines += _some(
            [say("finding-claim", phrasing=named(one.phrasing), title=title(one.fact)) for one in findings.claimed], say
        )
    if not lines:
        lines.append(say("finding-nothing"))
    if findings.left:
        lines.append(say("finding-left", asked=findings.asked, count=findings.left))
    return lines


def broken_lines(broken: Sequence[Broken], say: Language) -> list[str]:
    """The labelled questions that a change would make wrong."""
    lines = [
        say(
            "finding-broken" if one.wanted else "finding-broken-unknown",
            question=named(one.question),
            after=_reply(one.after, say),
        )
        for one in broken
    ]
    return [say("gate-holds"), *_some(lines, say)]


def _reply(reply: Reply, say: Language) -> str:
    if reply.outcome == "found":
        return say("quoted", word=named(reply.title))
    return say("reply-choice" if reply.outcome == "suggestions" else "reply-nothing")


def _some(lines: Sequence[str], say: Language) -> list[str]:
    """The first of them, as a list, and how many more there are."""
    more = [f"- {say('and-more', count=len(lines) - LISTED)}"] if len(lines) > LISTED else []
    return [*(f"- {line}" for line in lines[:LISTED]), *more]
