"""What an answer looks like: the answer first, then the card of its source, then a quiet word of confidence. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import starmap
from typing import Final

import discord

from bot.answers import Answer, Found, Match, Suggestions, Unknown
from bot.chat import ids, plain
from bot.chat.cards import Shown, shown, source_button
from bot.chat.rendered import ALL_EMBEDS, COLOUR, CONTENT, DESCRIPTION, EMBEDS, LABEL, Button, Rendered, Stage
from bot.facts import Fact

ASKED: Final = 300
"""Units of a question that are shown above its answer."""
MORE: Final = 200
"""Room for the note on what is not shown."""
CHOICES: Final = 5
NEAREST: Final = 3
NEAR: Final = 0.03
"""Confidence from which a fact is offered to a question that nobody could answer; the rest is near by chance."""


def render(answer: Answer, stage: Stage) -> Rendered:
    """The message for whatever came of a question."""
    match answer:
        case Found():
            others = [_disagreeing(match, stage) for match in answer.disagreeing]
            others += [shown(match, stage) for match in answer.also]
            return _found([shown(answer.best, stage), *others], answer.best.fact, stage)
        case Suggestions():
            return _suggestions(answer, stage)
        case Unknown():
            return _unknown(answer, stage)


def render_fact(fact: Fact, stage: Stage) -> Rendered:
    """The message for a fact that the asker chose by its question."""
    reason = stage.say("your-choice", title=plain.one_line(fact.title))
    return _found([shown(Match(fact, fact.answer, 1.0), stage, reason)], fact, stage)


def quoted_question(question: str) -> str:
    """The line that shows a question above its answer; "" for none."""
    return f"> {plain.literal(question, ASKED)}\n" if plain.one_line(question) else ""


def _found(parts: Sequence[Shown], fact: Fact, stage: Stage) -> Rendered:
    """The first answer is shown; the others where they fit whole."""
    best, *others = parts
    asked = quoted_question(stage.question)
    embeds = [best.card, *best.pictures]
    left = ALL_EMBEDS - sum(map(_size, embeds))
    hidden = 0
    for part in others:
        more = [discord.Embed(description=part.answer, colour=COLOUR), part.card, *part.pictures]
        size = sum(map(_size, more))
        if len(embeds) + len(more) <= EMBEDS and plain.units(part.answer) <= DESCRIPTION and size <= left:
            embeds += more
            left -= size
        else:
            hidden += 1
    content = asked + best.answer
    if plain.units(content) > CONTENT - MORE:
        content = _squeezed(asked, best.answer, "", CONTENT - MORE)
    content += _and_more(hidden, stage)

    text = asked + best.answer + best.lines
    bare = text if plain.units(text) <= CONTENT - MORE else _squeezed(asked, best.answer, best.lines, CONTENT - MORE)
    held = 0
    for part in others:
        block = f"\n\n{part.answer}{part.lines}"
        if plain.units(bare + block) <= CONTENT - MORE:
            bare += block
            held += 1
    bare += _and_more(len(others) - held, stage)
    whole = best.whole and plain.units(text) <= CONTENT - MORE
    return Rendered(content.strip(), bare.strip(), tuple(embeds), _rows(fact, stage, whole=whole))


def _disagreeing(match: Match, stage: Stage) -> Shown:
    """Another fact on the same question, which says something else: both stand there, and people decide."""
    part = shown(match, stage)
    return replace(part, answer=f"**{stage.say('disagreeing')}**\n{part.answer}")


def _squeezed(asked: str, answer: str, lines: str, room: int) -> str:
    """A question, its answer and its source where the words of all are many."""
    lines = plain.shorten(lines, room // 2)
    return asked + plain.shorten(answer, room - plain.units(asked + lines)) + lines


def _rows(fact: Fact, stage: Stage, *, whole: bool) -> tuple[tuple[Button, ...], ...]:
    """What can be done with an answer."""
    say, receipt = stage.say, {"handle": fact.handle, "version": stage.version}
    below = [
        *source_button(fact, stage),
        Button(say("button-why"), ids.WHY(asker=stage.asker, **receipt)),
        Button(say("button-more"), ids.MORE(asker=stage.asker, handle=fact.handle)),
    ]
    if stage.reports:
        below.append(Button(say("button-wrong"), ids.WRONG(**receipt)))
    if stage.private:
        below.append(Button(say("button-share"), ids.SHARE(**receipt), primary=True))
    else:
        below.append(delete_button(stage))
    quiet = []
    if stage.counter and not stage.private:
        quiet += [Button(sign, ids.THUMB(what=what, **receipt)) for what, sign in (("up", "👍"), ("down", "👎"))]
    if stage.counter and stage.picked:
        quiet.append(Button(say("button-wording"), ids.WORDING(asker=stage.asker, handle=fact.handle)))
    unfolding = () if whole else ((Button(say("button-read-more"), ids.READ(handle=fact.handle), primary=True),),)
    return (*unfolding, tuple(below), *((tuple(quiet),) if quiet else ()))


def delete_button(stage: Stage) -> Button:
    """Takes the message away, for its asker and for moderators."""
    return Button(stage.say("button-delete"), ids.DELETE(asker=stage.asker))


def _size(embed: discord.Embed) -> int:
    """What counts towards the limit of all embeds together."""
    return sum(
        plain.units(text or "") for text in (embed.author.name, embed.title, embed.description, embed.footer.text)
    )


def _and_more(hidden: int, stage: Stage) -> str:
    """At most MORE units."""
    return f"\n\n{stage.say('no-room', count=hidden)}" if hidden else ""


def choice_lines(facts: Sequence[Fact], stage: Stage) -> list[str]:
    """The questions in full, numbered: a button holds eighty units only."""
    titles = [plain.one_line(fact.title) or stage.say("untitled-fact") for fact in facts]
    return [f"**{number}** {plain.literal(title, 180)}" for number, title in enumerate(titles, 1)]


def choice_buttons(facts: Sequence[Fact], stage: Stage, *, likely: bool = True) -> tuple[tuple[Button, ...], ...]:
    """A button for each, one to a row so that it can be read. likely: whether one of them is probably meant."""

    def row(number: int, fact: Fact) -> tuple[Button, ...]:
        title = plain.one_line(fact.title) or stage.say("untitled-fact")
        label = plain.shorten(f"{number}. {title}", LABEL)
        return (Button(label, ids.PICK(asker=stage.asker, handle=fact.handle), primary=likely),)

    return tuple(starmap(row, enumerate(facts, 1)))


def _suggestions(answer: Suggestions, stage: Stage) -> Rendered:
    choices = _distinct(answer.choices)[:CHOICES]
    head = stage.say("which-of-these", count=len(choices))
    text = quoted_question(stage.question) + "\n".join([head, *choice_lines(choices, stage)])
    return saying_with(text, _with_last(choice_buttons(choices, stage), _ending(stage)))


def _unknown(answer: Unknown, stage: Stage) -> Rendered:
    """Names what it does not know, and offers what is nearest."""
    say = stage.say
    strange = [say("quoted", word=plain.literal(word, 60)) for word in answer.strange[:3] if plain.one_line(word)]
    text = say("unknown-words", words=say.listed(strange, "or")) if strange else say("unknown")
    near = _distinct([match for match in answer.matches if match.confidence >= NEAR])[:NEAREST]
    topics = [plain.literal(topic, 120) for topic in answer.topics[:3] if plain.one_line(topic)]
    if near:
        text = "\n".join([text, say("nearest-questions", count=len(near)), *choice_lines(near, stage)])
    elif topics:
        text += "\n" + say("nearest-topics", topics=say("comma-wide").join(topics))
    curators = (Button(say("button-curators"), ids.CURATORS(asker=stage.asker)),) if stage.curators else ()
    rows = _with_last(choice_buttons(near, stage, likely=False), (*curators, *_ending(stage)))
    return saying_with(quoted_question(stage.question) + text, rows)


def saying_with(text: str, rows: tuple[tuple[Button, ...], ...]) -> Rendered:
    """Text that looks the same everywhere."""
    return Rendered(content=text, bare=text, rows=rows)


def _ending(stage: Stage) -> tuple[Button, ...]:
    return () if stage.private else (delete_button(stage),)


def _with_last(rows: tuple[tuple[Button, ...], ...], last: tuple[Button, ...]) -> tuple[tuple[Button, ...], ...]:
    """The rows and one more; where there is no room for it, it goes into the last one."""
    if not last:
        return rows
    return (*rows, last) if len(rows) < 5 else (*rows[:-1], (*rows[-1], *last))


def _distinct(matches: Sequence[Match]) -> list[Fact]:
    return list({match.fact.handle: match.fact for match in matches}.values())
