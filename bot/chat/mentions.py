"""Questions in plain messages: a mention in a channel, a thread or a reply, and everything in a direct message."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from typing import Any

import aiohttp
import discord

from bot.answers import Found, Suggestions
from bot.chat import logs
from bot.chat.asking import count, find
from bot.chat.cooldowns import Pause
from bot.chat.desk import BusyError
from bot.chat.house import House, spoken_in
from bot.chat.lately import Receipt, Reply
from bot.chat.memory import InHand, Kept, Pace, Seen
from bot.chat.office import Shown
from bot.chat.places import Allowed, allowed, may_be_called
from bot.chat.reading import Greeting, Hint, Question, post_title, read
from bot.chat.render import render
from bot.chat.rendered import Rendered, saying
from bot.chat.sending import PERSISTENTLY, arguments, deliver, replacing
from bot.chat.talking import reply
from bot.facts import digest
from bot.languages.catalogue import Language
from bot.servers import ServerSettings

A_SECOND = 30
"""Replies a second, in all channels together. Discord allows 50 requests, and bans who keeps running into that."""

TURNS = 2
"""Messages that are looked up at a time. A command must be answered within three seconds and a message need not, so
that commands never wait behind more than these."""

EDITED = 10 * 60.0
"""Seconds in which an answer follows what its asker makes of the question."""

REFUSED = 5 * 60.0
"""Seconds for which nothing is sent to a channel that refused even the plainest reply: Discord bans who goes on."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A reply before it is sent. receipt: what it was made of, where it shows a fact; its url comes later."""

    message: Rendered
    receipt: Receipt | None = None


class Mentions:
    """Answers each message once, and keeps the answer to what becomes of the question.

    In a channel 64 answers may be on their way at a time, 512 altogether: Discord lets about one a second through per
    channel, so a flood is answered for a minute at most, and not for the rest of the day.
    """

    def __init__(self, house: House) -> None:
        self._house = house
        self._answered = Seen(4096)
        self._hinted = Seen(1024, seconds=60)
        self._complained = Seen(1024, seconds=24 * 3600)
        self._in_hand = InHand(each=64, total=512)
        self._pace = Pace(A_SECOND)
        self._turns = asyncio.Semaphore(TURNS)
        self._read: Kept[int, str] = Kept(4096, EDITED)
        self._locks: Kept[int, asyncio.Lock] = Kept(4096, EDITED)
        self._deleted = Seen(4096, EDITED)
        self._changed: Kept[int, discord.Message] = Kept(512, EDITED)
        self._refused = Seen(1024, REFUSED)

    async def receive(self, message: discord.Message, me: int) -> None:
        """Reads, looks up, renders, sends."""
        wanted = await self._wanted(message, me)
        if wanted is None or not self._answered.first(message.id):
            return
        rights = allowed(message)
        if not rights.send:
            self._complain(message, f"what I lack there is {rights.missing}")
            return
        if message.channel.id in self._refused:
            return
        if isinstance(wanted, Hint | Greeting) and not self._hinted.first(
            (message.channel.id, message.author.id, wanted)
        ):
            return
        with self._in_hand.one(message.channel.id) as room, self._house.desk.at_work():
            if not room:
                self._complain(message, "more is asked there than Discord lets me answer; some of it is left out")
                return
            if (prepared := await self._prepare(message, wanted, rights)) is None:
                return
            async with self._lock(message.id):
                self._read.keep(message.id, _fingerprint(message))
                if message.id not in self._deleted:
                    await self._send(message, prepared, rights)
            if (changed := self._changed.pop(message.id)) is not None:
                await self.edited(changed, me)

    async def edited(self, message: discord.Message, me: int) -> None:
        """A message was changed: its answer is, too. One that mentions us only now is answered."""
        if _is_over(message) or self._read.get(message.id) == _fingerprint(message):
            return
        sent = self._house.lately.replies.get(message.id)
        if sent is None and message.id in self._answered:
            # its answer is on the way, and looks here when it is there
            self._changed.keep(message.id, message)
            return
        if sent is None:
            if message.edited_at and message.content:
                await self.receive(message, me)
            return
        wanted = await self._wanted(message, me)
        if not isinstance(wanted, Question):
            return
        async with self._lock(message.id):
            self._read.keep(message.id, _fingerprint(message))
            with self._house.desk.at_work():
                prepared = await self._answer(message, wanted, allowed(message), again=True)
                if prepared is not None:
                    await self._replace(message, sent, prepared)

    async def deleted(self, message: int, channel: Any) -> None:
        """A message is gone: our reply to it goes, too. When it is ours itself, it is shown no more."""
        self._house.lately.gone(message)
        self._deleted.first(message)
        async with self._lock(message):
            sent = self._house.lately.replies.pop(message)
            if sent is None or not hasattr(channel, "get_partial_message"):
                return
            self._house.lately.gone(sent.message)
            try:
                await channel.get_partial_message(sent.message).delete()
            except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
                log.info("A reply could not be taken back (%s).", logs.reason(error))

    async def _wanted(self, message: discord.Message, me: int) -> Question | Hint | Greeting | None:
        """What the message wants; None too where its server wants no answers."""
        help_channels: tuple[int, ...] = ()
        called = message.guild is None or any(user.id == me for user in message.mentions)
        settings = ServerSettings()
        if message.guild is not None and (called or (self._house.reads_all and not message.author.bot)):
            try:
                settings = await self._house.settings(message.guild.id)
            except Exception as error:  # noqa: BLE001 - asked is answered, with or without the settings
                log.error("The settings of a server could not be read: %s", logs.outline(error))
            help_channels = settings.help_channels if self._house.reads_all else ()
        wanted = read(message, me, help_channels)
        if wanted is None or (called and message.guild and not may_be_called(settings, message.channel)):
            return None
        return wanted

    async def _prepare(
        self, message: discord.Message, wanted: Question | Hint | Greeting, rights: Allowed
    ) -> Prepared | None:
        say = await self._language(message)
        if isinstance(wanted, Hint):
            return Prepared(saying(say(wanted.key)))
        if isinstance(wanted, Greeting):
            return Prepared(saying(reply(wanted.talk, say)))
        server = message.guild.id if message.guild else 0
        pause = self._house.cooldowns.take(message.author.id, message.channel.id, server)
        if pause is not None:
            return None if pause.told or not wanted.called else Prepared(saying(paused(pause, say)))
        async with self._turns:
            return await self._answer(message, wanted, rights)

    async def _answer(
        self, message: discord.Message, wanted: Question, rights: Allowed, *, again: bool = False
    ) -> Prepared | None:
        """again: for a question that was changed; the same fact is then shown whatever stands elsewhere."""
        say = await self._language(message)
        house, server = self._house, message.guild.id if message.guild else 0
        question = " ".join(filter(None, (wanted.title, wanted.words)))
        try:
            answer, version = await find(house, wanted.words, server, context=wanted.context, title=wanted.title)
            # a reply points at its question; where that is not allowed, the answer shows it
            shown = "" if rights.refer else question
            stage = await house.stage(say, server, message.author.id, version=version, question=shown)
        except BusyError:
            return Prepared(saying(say("busy"))) if wanted.called else None
        except Exception as error:  # noqa: BLE001 - the person is told, whatever it was
            log.error("A question failed: %s", logs.outline(error))
            return Prepared(saying(say("broken"))) if wanted.called else None
        if not wanted.called and not isinstance(answer, Found):
            # a help channel's people are not disturbed by what is not known; a new post is a question all the same
            return Prepared(render(answer, stage)) if wanted.title and isinstance(answer, Suggestions) else None
        await count(house, answer, server)
        if not isinstance(answer, Found):
            return Prepared(render(answer, stage))
        handle = answer.best.fact.handle
        before = house.lately.shown(message.channel.id, handle)
        if before and server and not answer.also and not again:
            url = f"https://discord.com/channels/{server}/{message.channel.id}/{before}"
            return Prepared(saying(say("answered-above", url=url)))
        return Prepared(render(answer, stage), Receipt(question, wanted.context, handle, version, ""))

    async def _language(self, message: discord.Message) -> Language:
        try:
            return await spoken_in(self._house, message.guild)
        except Exception:  # noqa: BLE001 - told by `_wanted` already
            return await spoken_in(self._house, None)

    async def _send(self, message: discord.Message, prepared: Prepared, rights: Allowed) -> None:
        """Replies; where Discord refuses that, says the same in text alone, and without pointing at the question."""
        more: dict[str, Any] = {"nonce": str(message.id)}
        first = arguments(prepared.message, embeds=rights.embed, **more)
        if rights.refer:
            first |= {"reference": message.to_reference(fail_if_not_exists=False), "mention_author": False}
        await asyncio.sleep(self._pace.wait())
        sent: discord.Message | None = None
        try:
            sent = await deliver(lambda: message.channel.send(**first), PERSISTENTLY)
        except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
            if not isinstance(error, discord.HTTPException) or error.status not in (400, 403):
                self._complain(message, logs.reason(error))
                return
            try:
                plain = arguments(prepared.message, embeds=False, **more)
                sent = await deliver(lambda: message.channel.send(**plain), PERSISTENTLY)
            except (discord.DiscordException, aiohttp.ClientError, OSError) as again:
                self._complain(message, logs.reason(again))
                if isinstance(again, discord.HTTPException) and again.status == 403:
                    self._refused.first(message.channel.id)
        if sent is not None:
            self._remember(message, prepared, sent.id)

    async def _replace(self, message: discord.Message, sent: Reply, prepared: Prepared) -> None:
        channel: Any = message.channel
        shown = replacing(prepared.message, embeds=allowed(message).embed)
        self._house.lately.gone(sent.message)
        try:
            await deliver(lambda: channel.get_partial_message(sent.message).edit(**shown), PERSISTENTLY)
        except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
            self._complain(message, logs.reason(error))
            return
        self._remember(message, prepared, sent.message)

    def _remember(self, message: discord.Message, prepared: Prepared, sent: int) -> None:
        lately, made = self._house.lately, prepared.receipt
        lately.replies.keep(message.id, Reply(message.channel.id, sent, made.handle if made else ""))
        if made is None:
            return
        server = message.guild.id if message.guild else 0
        self._house.shows(Shown(server, message.channel.id, sent, message.author.id, made.handle, made.version))
        place = message.guild.id if message.guild else "@me"
        url = f"https://discord.com/channels/{place}/{message.channel.id}/{sent}"
        lately.answers.keep(
            (message.channel.id, message.author.id),
            Receipt(made.question, made.context, made.handle, made.version, url),
        )

    def _lock(self, message: int) -> asyncio.Lock:
        """One thing at a time for each question: its answer, a change of it, its end."""
        lock = self._locks.get(message)
        if lock is None:
            lock = asyncio.Lock()
            self._locks.keep(message, lock)
        return lock

    def _complain(self, message: discord.Message, why: str) -> None:
        if self._complained.first((message.channel.id, why)):
            log.warning("A question in channel %s is not answered: %s.", message.channel.id, why)


def paused(pause: Pause, say: Language) -> str:
    """The friendly word to who asks too much."""
    return say(f"pause-{pause.whose}", count=pause.seconds)


def _fingerprint(message: discord.Message) -> str:
    """Tells whether a message says what it said before; the words themselves are not kept."""
    return digest(f"{post_title(message)}\0{message.content}", 16)


def _is_over(message: discord.Message) -> bool:
    """Whether a message is too old for its answer to follow it."""
    return (discord.utils.utcnow() - message.created_at).total_seconds() > EDITED
