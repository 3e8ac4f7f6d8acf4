"""`factbot run` and `factbot sync`: from a token to a bot that stays, until somebody stops it."""

from __future__ import annotations

import asyncio
import logging
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, cast

import aiohttp
import discord

from bot.chat import logs
from bot.chat.client import FactbotClient
from bot.chat.commands import Commands
from bot.chat.desk import Answerer
from bot.chat.house import House
from bot.chat.office import Office
from bot.chat.reconnecting import Reconnecting
from bot.chat.registering import Registration, register
from bot.chat.translating import Translator
from bot.errors import DiscordError

LOGIN = 60.0
"""Seconds that Discord's API may take for a login."""

GOODBYE = 4.0
"""Seconds for the last replies and a goodbye to the gateway. Containers are killed ten seconds after they were told to
stop."""

SWITCH = 0.0005
"""Seconds that a thread may keep the interpreter while another wants it."""

NO_TOKEN = "DISCORD_TOKEN is not set: put the bot's token there, from discord.com/developers/applications under Bot."
BAD_TOKEN = "Discord refused the token in DISCORD_TOKEN; reset it at discord.com/developers/applications under Bot."
INTENTS = (
    "Discord refused an intent: with FACTBOT_MESSAGE_CONTENT=1, switch on Message Content Intent for the bot at "
    "discord.com/developers/applications under Bot; without it none is privileged, and this needs a newer factbot."
)

log = logging.getLogger(__name__)


async def run(
    *,
    token: str,
    answerer: Answerer,
    office: Office | None = None,
    note: str = "",
    site_url: str = "",
    message_content: bool = False,
    proxy: str | None = None,
    log_level: str = "INFO",
) -> int:
    """Runs the bot until SIGTERM or SIGINT, and returns 0.

    token:     the bot's token; none, or one that Discord refuses, raises DiscordError.
    answerer:  where the answers come from.
    office:    who takes reports, questions for curators, settings and requests for privacy.
    note:      what the log says once, at the start.
    site_url:  where the sources can be read, for servers that say nothing else.
    message_content: whether to ask Discord for all messages, for channels where it helps without being mentioned.
    proxy:     address of an HTTP proxy for everything that goes to Discord.
    log_level: what is written to standard error: DEBUG, INFO, WARNING or ERROR.
    """
    token = _checked(token)
    stop = asyncio.Event()

    def client(reconnecting: Reconnecting) -> FactbotClient:
        return FactbotClient(
            answerer,
            office=office,
            site_url=site_url,
            message_content=message_content,
            proxy=proxy,
            reconnecting=reconnecting,
        )

    with logs.to_stderr(log_level, secrets=[token]), _signals(stop), _nimble():
        if note:
            log.warning("%s", note)
        serving = asyncio.create_task(_serve(token, client))
        stopping = asyncio.create_task(stop.wait())
        try:
            await asyncio.wait({serving, stopping}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            stopping.cancel()
            if not serving.done():
                log.info("Stopping.")
                serving.cancel()
            with suppress(asyncio.CancelledError):
                await serving
    return 0


async def sync(*, token: str, proxy: str | None = None) -> Registration:
    """Registers the commands with Discord, if it knows them otherwise. Raises DiscordError."""
    client = discord.Client(intents=discord.Intents.none(), proxy=proxy)
    tree = Commands(client, House(cast("Answerer", _Nobody())))
    await tree.set_translator(Translator())
    try:
        await asyncio.wait_for(client.login(_checked(token)), LOGIN)
        return await register(tree)
    except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
        raise _refusal(error) or DiscordError(f"Discord cannot be reached ({logs.reason(error)}).") from error
    finally:
        await client.close()


async def _serve(token: str, make: Callable[[Reconnecting], FactbotClient]) -> None:
    reconnecting = Reconnecting()
    while True:
        # A client that could not log in cannot be used again: its connections are closed with it.
        client = make(reconnecting)
        try:
            await asyncio.wait_for(client.login(token), LOGIN)
            await client.connect()
        except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
            if refusal := _refusal(error):
                raise refusal from error
            pause = reconnecting.failed(logs.reason(error))
        else:
            return
        finally:
            with suppress(TimeoutError):
                await asyncio.wait_for(client.close(), GOODBYE)
        await asyncio.sleep(pause)


def _refusal(error: BaseException) -> DiscordError | None:
    """The sentence for an error that waiting would not mend."""
    match error:
        case discord.LoginFailure() | discord.ConnectionClosed(code=4004):
            return DiscordError(BAD_TOKEN)
        case discord.PrivilegedIntentsRequired() | discord.ConnectionClosed(code=4013):
            return DiscordError(INTENTS)
        case discord.ConnectionClosed(code=code):
            return DiscordError(f"Discord's gateway refused the bot for good (close code {code}).")
        case discord.HTTPException(status=status, code=code) if 400 <= status < 500 and status not in (408, 429):
            return DiscordError(f"Discord refused the login ({logs.reason(error)}).")
        case aiohttp.InvalidURL():
            return DiscordError("FACTBOT_PROXY is not an address; it looks like http://host:port.")
    return None


def _checked(token: str) -> str:
    token = token.strip()
    if not token:
        raise DiscordError(NO_TOKEN)
    if not token.isascii() or not token.isprintable() or " " in token:
        raise DiscordError(BAD_TOKEN)
    return token


@contextmanager
def _nimble() -> Iterator[None]:
    """Lookups hand the interpreter back to the event loop sooner than Python would have them: it waits for each after
    every request that it sends, and under load missed Discord's three seconds by that alone."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(SWITCH)
    try:
        yield
    finally:
        sys.setswitchinterval(before)


@contextmanager
def _signals(stop: asyncio.Event) -> Iterator[None]:
    """SIGTERM and SIGINT ask for a stop; a second one finds the system's own behaviour, which is immediate."""
    loop = asyncio.get_running_loop()
    numbers = (signal.SIGTERM, signal.SIGINT)
    before = {number: signal.getsignal(number) for number in numbers}

    def restore() -> None:
        for number in numbers:
            with suppress(NotImplementedError):
                loop.remove_signal_handler(number)
            signal.signal(number, before[number])

    def asked() -> None:
        restore()
        stop.set()

    for number in numbers:
        try:
            loop.add_signal_handler(number, asked)
        except NotImplementedError:  # Windows
            signal.signal(number, lambda *_: loop.call_soon_threadsafe(asked))
    try:
        yield
    finally:
        restore()


class _Nobody:
    """Registering needs the commands, and nobody who answers them."""

    def __getattr__(self, name: str) -> Any:
        raise NotImplementedError(name)
