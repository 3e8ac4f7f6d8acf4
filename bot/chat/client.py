"""The Discord client: what it listens to, how it stays connected, and who gets what it hears."""

from __future__ import annotations

import asyncio
import logging
import sys
from contextlib import suppress
from functools import partial
from itertools import chain, repeat
from typing import Any

import aiohttp
import discord
from discord.gateway import DiscordWebSocket, ReconnectWebSocket

from bot.chat import logs
from bot.chat.buttons.curators import AskCurators
from bot.chat.buttons.delete import Delete
from bot.chat.buttons.more import More
from bot.chat.buttons.pick import Pick
from bot.chat.buttons.read_more import ReadMore
from bot.chat.buttons.share import Share
from bot.chat.buttons.why import Why
from bot.chat.buttons.wrong import Wrong
from bot.chat.commands import Commands
from bot.chat.curation.draft_buttons import DraftPress
from bot.chat.curation.fact_files import ImportPress
from bot.chat.curation.fact_lists import Turn
from bot.chat.curation.gap_list import GapPress
from bot.chat.curation.proposals import ProposalPress
from bot.chat.curation.pump import Pump
from bot.chat.curation.review_command import ReviewTurn
from bot.chat.curation.thumbs import Thumb
from bot.chat.curation.undo import Undo
from bot.chat.curation.wording import Wording
from bot.chat.desk import Answerer
from bot.chat.house import House
from bot.chat.mentions import Mentions
from bot.chat.office import Office
from bot.chat.panels.privacy import Forget
from bot.chat.panels.settings import Setting
from bot.chat.reconnecting import Reconnecting
from bot.chat.registering import register
from bot.chat.submitted import submitted
from bot.chat.translating import Translator

PRESSES = (
    *(Pick, Why, More, Wrong, Delete, Share, ReadMore, AskCurators, Setting, Forget),
    *(Thumb, Wording, DraftPress, ImportPress, ProposalPress, ReviewTurn, GapPress, Turn, Undo),
)
"""Everything that can be pressed, in messages of any age."""

FATAL = frozenset({4004, 4010, 4011, 4012, 4013})
"""Close codes after which the same attempt would be refused again: a wrong token, shard, version or intent."""

HANDSHAKE = 60.0
"""Seconds that a gateway may take from the first byte to its greeting."""

COMMANDS = 5.0
"""Seconds that the commands may take before the bot goes on without waiting for them."""

LONGEST_RATE_LIMIT = 60.0
"""Seconds that a request waits for when Discord asks it to slow down; a reply later than that helps nobody."""

REQUEST = 20.0
"""Seconds that one request may take, once it is its turn: while it hangs, its channel gets no other answer."""

CONNECTIONS = 64
"""Connections to Discord's API at a time. Each carries one request after the other; with no limit, as discord.py has
it, a flood opens hundreds at once, and the most of them fail."""

LAST_REPLIES = 1.5
"""Seconds that replies in hand may take when the bot is told to stop."""

log = logging.getLogger(__name__)


class FactbotClient(discord.Client):
    """Answers from an Answerer, wherever it is asked.

    It asks for no privileged intent unless it is told to: Discord gives it the text of what mentions it, and of direct
    messages.

    office:          who takes what an answer alone does not settle.
    site_url:        where the sources can be read.
    message_content: whether to ask for the privileged intent, for channels where it helps without being mentioned.
    """

    def __init__(
        self,
        answerer: Answerer,
        *,
        office: Office | None = None,
        site_url: str = "",
        message_content: bool = False,
        proxy: str | None = None,
        reconnecting: Reconnecting | None = None,
    ) -> None:
        super().__init__(
            intents=discord.Intents(
                guilds=True, guild_messages=True, dm_messages=True, message_content=message_content
            ),
            allowed_mentions=discord.AllowedMentions.none(),
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,
            max_ratelimit_timeout=LONGEST_RATE_LIMIT,
            proxy=proxy,
        )
        request = partial(self.http.request, timeout=aiohttp.ClientTimeout(total=REQUEST))
        self.http.request = request  # type: ignore[method-assign]
        self.house = House(answerer, office, site_url=site_url, reads_all=message_content)
        self.tree = Commands(self, self.house)
        self._mentions = Mentions(self.house)
        self._reconnecting = reconnecting or Reconnecting()
        self._registering: asyncio.Task[None] | None = None
        self._pumping: asyncio.Task[None] | None = None

    async def login(self, token: str) -> None:
        """Logs in, over connections of which there are only so many."""
        self.http.connector = aiohttp.TCPConnector(limit=CONNECTIONS)
        await super().login(token)

    async def setup_hook(self) -> None:
        """Once, between login and gateway: old buttons work again, and the commands are there when the bot is."""
        self.add_dynamic_items(*PRESSES)
        await self.tree.set_translator(Translator())
        self._registering = asyncio.create_task(self._register())
        await asyncio.wait({self._registering}, timeout=COMMANDS)

    async def _register(self) -> None:
        """Keeps trying where waiting helps; questions are answered meanwhile."""
        for pause in chain((5, 30, 120), repeat(600)):
            try:
                registration = await register(self.tree)
            except (aiohttp.ClientError, OSError, discord.DiscordServerError, discord.RateLimited) as error:
                log.info("The commands are not registered yet (%s); trying again.", logs.reason(error))
                await asyncio.sleep(pause)
            except discord.DiscordException as error:
                log.warning("Discord did not take the commands (%s); see `factbot sync`.", logs.reason(error))
                return
            else:
                if registration.changed:
                    log.info("Commands registered: %s.", ", ".join(registration.names))
                return

    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        """Commands and buttons find their way by themselves; a form may come from before this process began."""
        await submitted(interaction)

    async def on_message(self, message: discord.Message) -> None:
        """Every message that Discord shows us."""
        if self.user is not None:
            await self._mentions.receive(message, self.user.id)

    async def on_raw_message_edit(self, payload: discord.RawMessageUpdateEvent) -> None:
        """A message was changed, maybe a question."""
        if self.user is not None:
            await self._mentions.edited(payload.message, self.user.id)

    async def on_raw_message_delete(self, payload: discord.RawMessageDeleteEvent) -> None:
        """A message is gone, maybe a question."""
        await self._mentions.deleted(payload.message_id, self.get_partial_messageable(payload.channel_id))

    async def on_raw_bulk_message_delete(self, payload: discord.RawBulkMessageDeleteEvent) -> None:
        """Many messages are gone."""
        for message in payload.message_ids:
            await self._mentions.deleted(message, self.get_partial_messageable(payload.channel_id))

    async def on_ready(self) -> None:
        """Discord has told us where we are; what happened while we were away, it does not tell."""
        servers, clerk = self.house.office.servers, self.house.office.clerk
        if clerk is not None and self._pumping is None:
            self._pumping = asyncio.create_task(Pump(self, self.house, clerk).run())
        if servers is not None:
            here = [guild.id for guild in self.guilds]
            await self.house.desk.hand_over(lambda: servers.present(here))

    async def on_guild_join(self, guild: discord.Guild) -> None:
        """A server has taken the bot in, or back."""
        await self._moved(guild.id, here=True)

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """A server has sent the bot away; what is kept of it goes after a time of grace."""
        await self._moved(guild.id, here=False)

    async def _moved(self, server: int, *, here: bool) -> None:
        servers = self.house.office.servers
        if servers is not None:
            await self.house.desk.hand_over(lambda: servers.back(server) if here else servers.left(server))

    async def on_connect(self) -> None:
        """The gateway has taken us in."""
        self._reconnecting.made()
        log.info("Connected to Discord as %s.", self.user)

    async def on_resumed(self) -> None:
        """The gateway has taken us back, and sends what we missed."""
        self._reconnecting.made()

    async def on_error(self, event_method: str, /, *_args: Any, **_kwargs: Any) -> None:
        """Something in an event handler failed; the handlers themselves tell people."""
        if self.is_closed():
            return
        error = sys.exc_info()[1]
        log.error("%s failed: %s", event_method, logs.outline(error) if error else "no reason given")

    async def connect(self, *, reconnect: bool = True) -> None:
        """Holds a connection to the gateway until the client is closed.

        In place of discord.py's own loop, which ends the process when the very first connection is refused,
        reconnects without a pause however often the connection breaks, and logs each attempt.
        """
        how: dict[str, Any] = {"initial": True, "shard_id": self.shard_id}
        refused = 0
        while not self.is_closed():
            resume, held = True, False
            try:
                self.ws = await asyncio.wait_for(DiscordWebSocket.from_client(self, **how), HANDSHAKE)
                held, refused = True, 0
                how["initial"] = False
                while True:
                    await self.ws.poll_event()
            except ReconnectWebSocket as error:
                resume, why = error.resume, "closed by Discord"
            except discord.ConnectionClosed as error:
                if error.code == 4014:
                    raise discord.PrivilegedIntentsRequired(error.shard_id) from None
                if error.code in FATAL:
                    raise
                why = f"closed with {error.code}"
            except (aiohttp.ClientError, OSError, discord.DiscordException) as error:
                why = logs.reason(error)
            except Exception as error:  # noqa: BLE001 - one event that cannot be read must not end the service
                log.error("An event could not be read: %s", logs.outline(error))
                why = logs.reason(error)
            if self.is_closed():
                return
            self.dispatch("disconnect")
            if not reconnect:
                raise discord.GatewayNotFound
            refused += not held
            await self._hang_up(4000)
            await asyncio.sleep(self._reconnecting.failed(why))
            how |= self._where_we_were(resume=resume, refused=refused)

    def _where_we_were(self, *, resume: bool, refused: int) -> dict[str, Any]:
        """The session to take up, if there is one. An address for it that refuses three times is not tried again."""
        if not resume or self.ws is None or self.ws.session_id is None:
            return {"resume": False, "session": None, "sequence": None, "gateway": None}
        gateway = self.ws.gateway if refused < 3 else None
        return {"resume": True, "session": self.ws.session_id, "sequence": self.ws.sequence, "gateway": gateway}

    async def _hang_up(self, code: int, seconds: float = 5) -> None:
        if self.ws is not None and self.ws.open:
            with suppress(Exception):
                await asyncio.wait_for(self.ws.close(code), seconds)

    async def close(self) -> None:
        """Leaves the gateway, takes no more questions, and sends the replies that are in hand."""
        for task in filter(None, (self._registering, self._pumping)):
            task.cancel()
        await self._hang_up(1000, 1)
        await self.house.desk.finish(LAST_REPLIES)
        await self.house.records.flush()
        self.house.desk.close()
        await super().close()
