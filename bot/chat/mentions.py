"""Questions in plain messages: a mention in a channel, a thread or a reply, and everything in a direct message."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from typing import Any

import aiohttp
import discord

from bot.chat import logs
from bot.chat.desk import BusyError, Desk
from bot.chat.memory import InHand, Pace, Seen
from bot.chat.plain import has_words, question_text
from bot.chat.render import (
    BROKEN,
    BUSY,
    HOW_TO_ASK,
    HOW_TO_ASK_ABOUT,
    HOW_TO_ASK_HERE,
    HOW_TO_FOLLOW_UP,
    Rendered,
    render,
    saying,
)
from bot.chat.sending import PERSISTENTLY, arguments, deliver
from bot.chat.views import buttons

ORDINARY = frozenset({discord.MessageType.default, discord.MessageType.reply})

A_SECOND = 30
"""Replies a second, in all channels together. Discord allows 50 requests, and bans who keeps running into that."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Question:
    """Words to look up; `context` is our own message that they reply to, or ""."""

    words: str
    context: str


@dataclass(frozen=True, slots=True)
class Hint:
    """A mention without words: whoever wrote it is told how to ask."""

    sentence: str


def read(message: discord.Message, me: int) -> Question | Hint | None:
    """What a message wants of the bot whose id is `me`; None when it is not meant for it.

    A mention is one by name: neither @everyone nor a role's. A reply to our own message counts when it pings, as
    Discord marks that as a mention too; without words of its own it is a nod, not a question. Of a reply to what we
    answered a command with, Discord shows us nothing at all.
    """
    if message.author.bot or message.webhook_id or message.author.system or message.type not in ORDINARY:
        return None
    if message.guild and all(user.id != me for user in message.mentions):
        return None
    words = question_text(message.content, to_all=message.mention_everyone)
    replied_to = message.reference.resolved if message.reference else None
    ours = isinstance(replied_to, discord.Message) and replied_to.author.id == me
    if has_words(words):
        return Question(words, shown_text(replied_to) if ours and isinstance(replied_to, discord.Message) else "")
    if ours:
        hidden = isinstance(replied_to, discord.Message) and replied_to.interaction_metadata and not message.content
        return Hint(HOW_TO_FOLLOW_UP) if hidden and message.guild else None
    if message.guild is None:
        return Hint(HOW_TO_ASK_HERE)
    return Hint(HOW_TO_ASK_ABOUT if message.type is discord.MessageType.reply else HOW_TO_ASK)


def shown_text(message: discord.Message) -> str:
    """The answer in a message of ours, without its source."""
    long = next((embed.description for embed in message.embeds if not embed.title and embed.description), "")
    return "\n".join(line for line in (message.content or long).splitlines() if not line.startswith("-# "))


@dataclass(frozen=True, slots=True)
class Allowed:
    """What the bot may do where a message stands."""

    send: bool = True
    embed: bool = True
    refer: bool = True


def allowed(message: discord.Message) -> Allowed:
    """What Discord's permissions say; all of it where they are not known, and Discord has the last word."""
    channel = message.channel
    if message.guild is None or isinstance(channel, discord.PartialMessageable):
        return Allowed()
    try:
        permissions = channel.permissions_for(message.guild.me)
    except (discord.ClientException, AttributeError):
        return Allowed()
    in_thread = isinstance(channel, discord.Thread)
    send = permissions.send_messages_in_threads if in_thread else permissions.send_messages
    return Allowed(send and permissions.view_channel, permissions.embed_links, permissions.read_message_history)


class Mentions:
    """Answers each message once.

    In a channel 64 answers may be on their way at a time, 512 altogether: Discord lets about one a second through per
    channel, so a flood is answered for a minute at most, and not for the rest of the day.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._answered = Seen(4096)
        self._hinted = Seen(1024, seconds=60)
        self._complained = Seen(1024, seconds=24 * 3600)
        self._in_hand = InHand(each=64, total=512)
        self._pace = Pace(A_SECOND)

    async def receive(self, message: discord.Message, me: int) -> None:
        """Reads, looks up, renders, sends."""
        wanted, rights = read(message, me), allowed(message)
        if wanted is None or not self._answered.first(message.id):
            return
        if not rights.send:
            self._complain(message, "I may not send messages there")
            return
        if isinstance(wanted, Hint) and not self._hinted.first((message.channel.id, message.author.id, wanted)):
            return
        with self._in_hand.one(message.channel.id) as room, self._desk.at_work():
            if room:
                await self._send(message, await self._answer(wanted), rights)
            else:
                self._complain(message, "more is asked there than Discord lets me answer; some of it is left out")

    async def _answer(self, wanted: Question | Hint) -> Rendered:
        if isinstance(wanted, Hint):
            return saying(wanted.sentence)
        try:
            return render(await self._desk.ask(wanted.words, context=wanted.context))
        except BusyError:
            return saying(BUSY)
        except Exception as error:  # noqa: BLE001 - the person is told, whatever it was
            log.error("A question failed: %s", logs.outline(error))
            return saying(BROKEN)

    async def _send(self, message: discord.Message, answer: Rendered, rights: Allowed) -> None:
        """Replies; where Discord refuses that, says the same in text alone, and without pointing at the question."""
        more: dict[str, Any] = {"nonce": str(message.id)}
        if answer.picks:
            more["view"] = buttons(answer.picks, message.author.id)
        first = arguments(answer, embeds=rights.embed, **more)
        if rights.refer:
            first |= {"reference": message.to_reference(fail_if_not_exists=False), "mention_author": False}
        await asyncio.sleep(self._pace.wait())
        try:
            await deliver(lambda: message.channel.send(**first), PERSISTENTLY)
        except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
            if not isinstance(error, discord.HTTPException) or error.status not in (400, 403):
                self._complain(message, logs.reason(error))
                return
            try:
                await deliver(lambda: message.channel.send(**arguments(answer, embeds=False, **more)), PERSISTENTLY)
            except (discord.DiscordException, aiohttp.ClientError, OSError) as again:
                self._complain(message, logs.reason(again))

    def _complain(self, message: discord.Message, why: str) -> None:
        if self._complained.first((message.channel.id, why)):
            log.warning("A question in channel %s is not answered: %s.", message.channel.id, why)
