"""What an answer looks like: the answer first, then the card of its source, then a quiet word of confidence. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import discord

from bot.answers import Answer, Found, Match, Suggestions, Unknown
from bot.chat import plain
from bot.explaining import because, listed, sureness
from bot.facts import Fact
from bot.links import web_address

CONTENT, DESCRIPTION, ALL_EMBEDS, LABEL, CHOICE = 2000, 4096, 6000, 80, 100
"""Discord's limits: a message's text, one embed's text, all embeds together, a button, an autocompletion."""

EMBEDS = 10
"""And how many embeds a message may have."""

TITLE, ADDRESS, WHY, MORE = 100, 200, 200, 100
"""Our own: a source's title, an address that is shown whole, the reason below, and the note on what is not shown.
Escaping may double them, and the message still has room for an answer."""

COLOUR = 0x4F6BED

HOW_TO_ASK = "Put a question in words next to my name, or use `/ask`, and I answer with the source it comes from."
HOW_TO_ASK_HERE = "Put your question in words, and I answer with the source it comes from."
HOW_TO_FOLLOW_UP = "Discord does not show me replies to a command's answer. Mention me in yours, and I can read it."
HOW_TO_ASK_ABOUT = (
    "I cannot read the message you replied to. Put the question in your own words, "
    "or open that message's menu and choose **Apps → Answer this**."
)
NO_WORDS = "There are no words in that message that I could look up."
NOT_YOURS = "These buttons belong to the person who asked. Use `/ask` and you get your own."
GONE = "That fact is no longer in my table. Ask again and I will look for what is there now."
BUSY = "I have too many questions at once. Please ask again in a moment."
BROKEN = "Something went wrong on my side, and it is in my log. Please try again."


@dataclass(frozen=True, slots=True)
class Pick:
    """A button that answers with one fact."""

    handle: str
    label: str


@dataclass(frozen=True, slots=True)
class Rendered:
    """One message, within every limit of Discord.

    content, embeds: how it looks where embeds may be shown.
    bare:            the same in text alone, for a channel where they may not.
    picks:           buttons that the asker may press.
    """

    content: str
    bare: str
    embeds: tuple[discord.Embed, ...] = ()
    picks: tuple[Pick, ...] = ()


def saying(sentence: str) -> Rendered:
    """A sentence of our own."""
    return Rendered(content=sentence, bare=sentence)


def render(answer: Answer) -> Rendered:
    """The message for whatever came of a question."""
    match answer:
        case Found():
            return _found([(match, _reason(match)) for match in (answer.best, *answer.also)])
        case Suggestions():
            return _suggestions(answer)
        case Unknown():
            return _unknown(answer)


def render_fact(fact: Fact) -> Rendered:
    """The message for a fact that the asker chose by its question."""
    return _found([(Match(fact, fact.answer, 1.0), f"your choice: “{plain.one_line(fact.title)}”")])


def completion(fact: Fact) -> tuple[str, str]:
    """What autocompletion shows of a fact, and what it sends back: the question, or the handle if that is too long."""
    question = plain.one_line(fact.title) or fact.handle
    if plain.units(question) <= CHOICE:
        return question, question
    return plain.shorten(question, CHOICE), f"fact:{fact.handle}"


def chosen_handle(question: str) -> str:
    """The handle in what `completion` sends back for a long question, or ""."""
    handle = question.removeprefix("fact:")
    return handle if handle != question and len(handle) == 12 and set(handle) <= set("0123456789abcdef") else ""


@dataclass(frozen=True, slots=True)
class _Part:
    """One answer and what stands below it: as a card, and as lines of text."""

    answer: str
    shortened: str
    card: discord.Embed
    lines: str


def _found(found: Sequence[tuple[Match, str]]) -> Rendered:
    """The first answer is shown whatever it takes, shortened if it must be; the others where they fit whole."""
    best, *others = [_part(match, reason) for match, reason in found]

    in_content = plain.units(best.answer) <= CONTENT - MORE
    room = min(DESCRIPTION, ALL_EMBEDS - _size(best.card))
    embeds = [best.card] if in_content else [_text_embed(plain.shorten(best.answer, room, best.shortened)), best.card]
    left = ALL_EMBEDS - sum(map(_size, embeds))
    hidden = 0
    for part in others:
        size = plain.units(part.answer) + _size(part.card)
        if len(embeds) <= EMBEDS - 2 and plain.units(part.answer) <= DESCRIPTION and size <= left:
            embeds += [_text_embed(part.answer), part.card]
            left -= size
        else:
            hidden += 1
    content = (best.answer if in_content else "") + _and_more(hidden)

    room = CONTENT - MORE - plain.units(best.lines)
    blocks = [plain.shorten(best.answer, room, best.shortened) + best.lines]
    room -= plain.units(blocks[0]) - plain.units(best.lines)
    for part in others:
        block = "\n\n" + part.answer + part.lines
        if plain.units(block) <= room:
            blocks.append(block)
            room -= plain.units(block)
    bare = "".join(blocks) + _and_more(1 + len(others) - len(blocks))
    return Rendered(content=content.strip(), bare=bare, embeds=tuple(embeds))


def _part(match: Match, reason: str) -> _Part:
    source = match.fact.source
    title = plain.literal(source.title, TITLE) or "a source without a title"
    details = _details(match.fact)
    address = web_address(source.url)
    shown_address = address if len(address) <= ADDRESS else f"at {address.split('/')[2]}"

    # The title links to the source, and the address stands below it, so that a title cannot lie about where it leads.
    card = discord.Embed(
        title=title,
        url=address or None,
        description="\n".join(filter(None, (details, shown_address))) or None,
        colour=COLOUR,
    )
    card.set_author(name="Source").set_footer(text=plain.shorten(plain.one_line(reason), WHY))

    link = f"<{address}>" if address == shown_address and address else shown_address
    lines = f"\n-# Source: {' · '.join(filter(None, (title, details, link)))}\n-# {plain.literal(reason, WHY)}"
    where = link or "see the source below"
    shortened = f"… (shortened; the whole answer: {where})"
    return _Part(plain.markdown(match.answer) or "(this fact has no words)", shortened, card, lines)


def _details(fact: Fact) -> str:
    source = fact.source
    details = ((source.publisher, 60), (source.author, 40), (source.published, 40), (fact.locator, 60))
    return " · ".join(filter(None, (plain.literal(text, limit) for text, limit in details)))


def _text_embed(text: str) -> discord.Embed:
    return discord.Embed(description=text, colour=COLOUR)


def _size(embed: discord.Embed) -> int:
    """What counts towards the limit of all embeds together."""
    return sum(
        plain.units(text or "") for text in (embed.author.name, embed.title, embed.description, embed.footer.text)
    )


def _and_more(hidden: int) -> str:
    """At most MORE units."""
    parts = "another part of your question" if hidden == 1 else f"{hidden} more parts of your question"
    return f"\n\n(There is no room for {parts}; please ask that alone.)" if hidden else ""


def _reason(match: Match) -> str:
    return ": ".join(filter(None, (sureness(match.confidence), because(match))))


def _suggestions(answer: Suggestions) -> Rendered:
    choices = list({match.fact.handle: match.fact for match in answer.choices}.values())[:5]
    lines = ["I am not sure which of these you mean:" if len(choices) > 1 else "I am not sure. Do you mean this?"]
    picks = []
    for number, fact in enumerate(choices, 1):
        question = plain.one_line(fact.title) or "a fact without a title"
        lines.append(f"**{number}** {plain.literal(question, 180)}")
        picks.append(Pick(fact.handle, plain.shorten(f"{number}. {question}", LABEL)))
    text = "\n".join(lines)
    return Rendered(content=text, bare=text, picks=tuple(picks))


def _unknown(answer: Unknown) -> Rendered:
    strange = [f"“{plain.literal(word, 60)}”" for word in answer.strange[:3] if plain.one_line(word)]
    topics = [plain.literal(topic, 120) for topic in answer.topics[:3] if plain.one_line(topic)]
    text = "I don't know: no fact " + (f"says anything about {listed(strange, 'or')}." if strange else "answers that.")
    if topics:
        text += f"\nNearest: {'; '.join(topics)}."
    return saying(text)
