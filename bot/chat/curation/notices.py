"""What somebody is to hear: said where they asked, else in a direct message, once."""

from __future__ import annotations

import logging
from dataclasses import replace
from enum import Enum
from typing import TYPE_CHECKING, Any, Final

import aiohttp
import discord

from bot.answers import Found
from bot.chat import logs
from bot.chat.curation.digest import digest_lines
from bot.chat.curation.previews import message, named
from bot.chat.curation.proposals import ending, headline, proposal_message
from bot.chat.house import House, spoken_in
from bot.chat.office import Shown
from bot.chat.places import lacking
from bot.chat.plain import literal, shorten, units
from bot.chat.render import render, render_fact
from bot.chat.rendered import CONTENT, Rendered, Stage, saying
from bot.chat.sending import PERSISTENTLY, arguments, deliver
from bot.curation.drafting import Post
from bot.curation.roles import AT_TERMINAL
from bot.errors import TableError
from bot.languages.catalogue import Language

if TYPE_CHECKING:
    from bot.chat.curation.clerk import Clerk
    from bot.curation.desk import Curation
    from bot.curation.minding import Notice
    from bot.curation.values import Listed, Proposal

MARK: Final = "-# ✏️ "
"""Begins the line that says that an answer was corrected since."""

log = logging.getLogger(__name__)


class Outcome(Enum):
    """What became of a notice: said; to be tried again; never to be said, for there is nobody or no way."""

    SENT = "sent"
    LATER = "later"
    NEVER = "never"


class Messenger:
    """Says what the outbox holds."""

    def __init__(self, client: discord.Client, house: House, clerk: Clerk) -> None:
        self._client = client
        self._house = house
        self._clerk = clerk

    async def tell(self, notice: Notice) -> Outcome:
        """One notice. Discord drops a second copy of what it has: a notice that was sent and not noted is no loss."""
        guild = self._client.get_guild(notice.scope) if notice.scope else None
        if guild is None and notice.scope:
            return Outcome.NEVER
        say = await spoken_in(self._house, guild)
        try:
            if guild is None:
                return await self._answer(notice, None, say) if notice.user else Outcome.NEVER
            match notice.kind:
                case "corrected":
                    return await self._correct(notice, guild, say)
                case "waiting":
                    return await self._post(notice, guild, say)
                case "digest":
                    found = await self._clerk.do(lambda curation: curation.servers.digest(notice.scope))
                    sent = await self._say(
                        self._channel(guild, notice.channel), notice, message(digest_lines(found, say))
                    )
                    return Outcome.SENT if sent else Outcome.NEVER
                case "accepted" | "refused" | "answered" | "dismissed":
                    return await self._answer(notice, guild, say)
        except (aiohttp.ClientError, OSError, discord.DiscordServerError, discord.RateLimited) as error:
            log.info("A notice could not be sent (%s); trying again later.", logs.reason(error))
            return Outcome.LATER
        except discord.HTTPException as error:
            log.info("A notice cannot be sent (%s).", logs.reason(error))
            return Outcome.NEVER
        return Outcome.NEVER

    async def bring_in_step(self, post: Post) -> bool:
        """A message in the curators' channel says how the matter ended; False when that is to be tried again."""
        guild = self._client.get_guild(post.scope)
        if guild is None:
            return True
        say = await spoken_in(self._house, guild)
        proposal, _ = await self._clerk.do(lambda curation: _proposal(curation, post.scope, post.proposal))
        lines = [headline(proposal, say), ending(proposal, say)] if proposal else [say("curation-decided")]
        channel = self._channel(guild, post.channel)
        nobody = discord.AllowedMentions.none()
        try:
            await deliver(
                lambda: channel.get_partial_message(post.message).edit(
                    content=shorten("\n".join(lines), CONTENT), view=None, allowed_mentions=nobody
                ),
                PERSISTENTLY,
            )
        except (aiohttp.ClientError, OSError, discord.DiscordServerError, discord.RateLimited):
            return False
        except discord.HTTPException as error:
            log.info("A message in the curators' channel cannot be kept in step (%s).", logs.reason(error))
        return True

    async def _answer(self, notice: Notice, guild: discord.Guild | None, say: Language) -> Outcome:
        """What somebody proposed, reported or asked came to this: told where that was, else in private."""
        told, handle, version = await self._words(notice, say)
        channel = self._channel(guild, notice.channel) if notice.channel and guild else None
        if channel is not None:
            sent = await self._say(channel, notice, told)
            if sent:
                if handle:
                    self._house.shows(Shown(notice.scope, notice.channel, sent, notice.user, handle, version))
                return Outcome.SENT
        if not notice.user:
            return Outcome.NEVER
        private = await self._client.create_dm(discord.Object(notice.user))
        # what a button does there, it does on the server: in private only the source's address leads anywhere
        rows = tuple(links for row in told.rows if (links := tuple(button for button in row if button.url)))
        return Outcome.SENT if await self._say(private, notice, replace(told, rows=rows)) else Outcome.NEVER

    async def _words(self, notice: Notice, say: Language) -> tuple[Rendered, str, int]:
        """What is said, and the fact that it shows, with the table's version."""
        payload = {name: str(value) for name, value in notice.payload.items()}
        who, reason = f"<@{notice.user}>", literal(payload.get("reason", ""), 500)
        question = literal(payload.get("question", ""), 300)
        if notice.kind == "answered":
            fact, version = await self._house.fact(payload.get("handle", ""), notice.scope)
            head = say("told-answered", who=who, question=question)
            if fact is None:
                return saying(f"{head} {named(payload.get('title', ''))}"), "", 0
            stage = await self._house.stage(say, notice.scope, notice.user, version=version)
            answer, _ = await self._house.ask(payload.get("question", ""), notice.scope)
            found = isinstance(answer, Found) and answer.best.fact.handle == fact.handle
            shown = render(answer, stage) if found else render_fact(fact, stage)
            return _headed(head, shown), fact.handle, version
        if notice.kind == "dismissed":
            text = say("told-dismissed", who=who, question=question)
        else:
            kind = payload.get("what", "")
            kind = kind if kind in {"report", "wording"} else "proposal"
            what = say(f"told-what-{kind}", number=payload.get("proposal", ""))
            text = say(f"told-{notice.kind}", who=who, what=what, title=named(payload.get("title", "")))
        return saying(f"{text}\n> {reason}" if reason else text), "", 0

    async def _post(self, notice: Notice, guild: discord.Guild, say: Language) -> Outcome:
        """The curators' channel hears that something waits."""
        number = int(notice.payload["proposal"])
        proposal, listed = await self._clerk.do(lambda curation: _proposal(curation, notice.scope, number))
        if proposal is None or proposal.state != "open":
            return Outcome.NEVER
        stage: Stage = await self._house.stage(say, notice.scope, 0)
        sent = await self._say(self._channel(guild, notice.channel), notice, proposal_message(proposal, listed, stage))
        if sent:
            post = Post(notice.scope, number, notice.channel, sent)
            await self._clerk.do(lambda curation: curation.posts.put(post))
        return Outcome.SENT if sent else Outcome.NEVER

    async def _correct(self, notice: Notice, guild: discord.Guild, say: Language) -> Outcome:
        """A line below an earlier answer; everything else of it stays. Said once, however often it is tried."""
        channel = self._channel(guild, notice.channel)
        shown = await channel.get_partial_message(notice.message).fetch()
        if self._client.user is None or shown.author.id != self._client.user.id:
            return Outcome.NEVER
        when = discord.utils.format_dt(discord.utils.parse_time(str(notice.payload["at"])), "D")
        note = MARK + say("corrected-on", when=when)
        words = "\n".join(line for line in shown.content.splitlines() if not line.startswith(MARK))
        content = f"{shorten(words, CONTENT - units(note) - 1)}\n{note}"
        if content != shown.content:
            await deliver(
                lambda: shown.edit(content=content, allowed_mentions=discord.AllowedMentions.none()), PERSISTENTLY
            )
        return Outcome.SENT

    async def _say(self, channel: Any, notice: Notice, told: Rendered) -> int:
        """The message's id; 0 where Discord will not have it from us, there."""
        me = getattr(getattr(channel, "guild", None), "me", None)
        if me is not None and lacking(channel, me):
            return 0
        embeds = me is None or channel.permissions_for(me).embed_links
        shown = arguments(told, embeds=embeds, nonce=notice.nonce)
        shown["allowed_mentions"] = discord.AllowedMentions(
            everyone=False, roles=False, users=[discord.Object(notice.user)] if notice.user else False
        )
        ways: list[dict[str, Any]] = [shown]
        if notice.message and notice.channel == channel.id:
            reference = discord.MessageReference(
                message_id=notice.message, channel_id=channel.id, fail_if_not_exists=False
            )
            ways.insert(0, {**shown, "reference": reference, "mention_author": False})
        for way in ways:
            try:
                sent = await deliver(lambda way=way: channel.send(**way), PERSISTENTLY)  # type: ignore[misc]
            except discord.HTTPException as error:
                if error.status not in {400, 403, 404}:
                    raise
                log.info("A notice was not taken in a channel (%s).", logs.reason(error))
            else:
                return int(sent.id) if sent is not None else 0
        return 0

    def _channel(self, guild: discord.Guild, channel: int) -> Any:
        """A channel or thread of this server; one that is not known may be an old thread."""
        return guild.get_channel_or_thread(channel) or self._client.get_partial_messageable(channel, guild_id=guild.id)


def _proposal(curation: Curation, scope: int, number: int) -> tuple[Proposal | None, Listed | None]:
    try:
        proposal = curation.review.get(scope, AT_TERMINAL, number)
    except TableError:
        return None, None
    return proposal, curation.facts.get(scope, proposal.handle) if proposal.handle else None


def _headed(head: str, shown: Rendered) -> Rendered:
    """The message below a line of ours."""
    room = CONTENT - units(head) - 1
    content, bare = (shorten(text, room) for text in (shown.content, shown.bare))
    return Rendered(f"{head}\n{content}", f"{head}\n{bare}", shown.embeds, shown.rows)
