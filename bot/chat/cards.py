"""One fact as it is shown: its words, its caveats, and the card of its source."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import discord

from bot.answers import Match
from bot.chat import plain
from bot.chat.folding import folded
from bot.chat.images import Image, without_images
from bot.chat.rendered import COLOUR, LINK, Button, Stage
from bot.chat.tables import tables_as_code
from bot.explaining import because, sureness
from bot.facts import SHARED, Fact
from bot.links import passage_link
from bot.quoting import excerpt, quote_of, set_off

TITLE: Final = 100
ADDRESS: Final = 200
WHY: Final = 200
QUOTE: Final = 240
"""Our own limits: a source's title, an address that is shown whole, the reason below, and a quote. Escaping may double
them, and the message still has room for an answer."""

FOLD: Final = 1000
"""Units of an answer that are shown in a channel; what is longer stands behind a button."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One fact on its way into a message.

    answer: what is shown of the answer, with its caveats. whole: whether that is all that the fact says.
    card:   the source as an embed. lines: the same as lines of small print. pictures: those of the answer.
    """

    answer: str
    whole: bool
    card: discord.Embed
    lines: str
    pictures: tuple[discord.Embed, ...]


def shown(match: Match, stage: Stage, reason: str = "") -> Shown:
    """The fact of a match. reason: why this one, where it was not searched for; the rest of its caveats is its own."""
    say = stage.say
    words, images = answer_text(match.answer)
    text = folded(words or ("" if images else say("no-answer-text")), FOLD)
    small = "".join(f"\n-# {plain.literal(line, 200)}" for line in _caveats(match.fact, stage))
    reason = reason or say("reasons-after", sure=sureness(match.confidence, say), reasons=because(match, say))
    reason = plain.shorten(plain.one_line(reason).rstrip(":\uff1a "), WHY)
    address = passage_link(match.fact, stage.site_url)
    return Shown(
        answer=(text + small).strip(),
        whole=text == words and match.answer == match.fact.answer,
        card=_card(match, reason, address, stage),
        lines=_lines(match, reason, address, images, stage),
        pictures=tuple(map(_picture, images)),
    )


def answer_text(answer: str) -> tuple[str, tuple[Image, ...]]:
    """An answer's words as they may stand in a message, and its images."""
    words, images = without_images(answer)
    return plain.markdown(tables_as_code(words)), images


def source_button(fact: Fact, stage: Stage) -> tuple[Button, ...]:
    """The button that opens the source, where there is an address that fits one."""
    address = passage_link(fact, stage.site_url)
    return (Button(stage.say("button-source"), url=address),) if 0 < len(address) <= LINK else ()


def _caveats(fact: Fact, stage: Stage) -> tuple[str, ...]:
    """What a reader must know beside the answer: how old it is, and what else is said of it."""
    say = stage.say
    when = plain.one_line(fact.as_of or fact.source.published)
    return (*((say("as-of", when=plain.shorten(when, 60)),) if when else ()), *stage.caveats)


def _details(fact: Fact, stage: Stage) -> str:
    source = fact.source
    origin = stage.say("from-this-server") if fact.scope != SHARED else ""
    details = ((source.publisher, 60), (source.author, 40), (source.published, 40), (fact.locator, 60), (origin, 60))
    return " · ".join(filter(None, (plain.literal(text, limit) for text, limit in details)))


def _quote(match: Match) -> str:
    """What stands in the source beyond the answer, with the words that the question met in bold; "" for nothing."""
    words = excerpt(plain.one_line(quote_of(match)), match.answer, QUOTE)
    pieces = [(plain.escaped(span.words), span.matched) for span in set_off(words, match)]
    line = "".join(f"**{piece}**" if bold else piece for piece, bold in pieces)
    return f"> {plain.set_apart(line)}" if line.strip() else ""


def _card(match: Match, reason: str, address: str, stage: Stage) -> discord.Embed:
    """The title links to the source, and the address stands below it, so that no title can lie about where it leads."""
    fact = match.fact
    title = plain.literal(fact.source.title, TITLE) or stage.say("untitled-source")
    parts = (_quote(match), _details(fact, stage), _brief(address, stage))
    card = discord.Embed(
        title=title, url=address or None, description="\n".join(filter(None, parts)) or None, colour=COLOUR
    )
    return card.set_author(name=stage.say("source")).set_footer(text=reason)


def _lines(match: Match, reason: str, address: str, images: tuple[Image, ...], stage: Stage) -> str:
    fact = match.fact
    title = plain.literal(fact.source.title, TITLE) or stage.say("untitled-source")
    link = f"<{address}>" if 0 < len(address) <= ADDRESS else _brief(address, stage)
    source = stage.say("source-line", source=" · ".join(filter(None, (title, _details(fact, stage), link))))
    quote = _quote(match)
    pictures = "".join(f"\n{plain.literal(image.alt, 200)}: <{image.url}>".replace("\n: ", "\n") for image in images)
    return f"{pictures}{f'{chr(10)}{quote}' if quote else ''}\n-# {source}\n-# {plain.literal(reason, WHY)}"


def _brief(address: str, stage: Stage) -> str:
    return address if len(address) <= ADDRESS else stage.say("at-site", site=address.split("/")[2])


def _picture(image: Image) -> discord.Embed:
    """An image with its description in words below it, for whoever does not see it."""
    embed = discord.Embed(colour=COLOUR, description=plain.literal(image.alt, 300) or None)
    return embed.set_image(url=image.url)
