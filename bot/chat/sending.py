"""How a message gets out: at once or deferred, again when the connection broke, and never twice."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from typing import Any, TypeVar

import aiohttp
import discord

from bot.chat import logs
from bot.chat.render import BROKEN, BUSY, Pick, Rendered

Result = TypeVar("Result")
Buttons = Callable[[tuple[Pick, ...], int], discord.ui.View]
"""Makes the buttons of a message for the person with this id."""

PATIENCE = 1.6
"""Seconds that a command waits for its answer before it asks Discord for more time. Discord waits three."""

Attempts = Sequence[tuple[float, float | None]]
"""For each attempt to send: the pause before it, and the seconds that it may take."""

PROMPTLY: Attempts = ((0, 1.2), (0.2, 10))
"""A first response, for which Discord waits three seconds: a connection that is silent for long will stay so."""

PATIENTLY: Attempts = ((0, 20), (0.5, 20))
"""What comes after the first response has fifteen minutes."""

PERSISTENTLY: Attempts = ((0, None), (0.5, None), (3, None), (10, None))
"""A message in a channel. It may have to wait for its turn, and a short outage is over by the last attempt."""

DEFERRED = "deferred"
"""Among an interaction's extras: Discord was asked for more time. True where a message of ours is waited for since."""

ANSWERED = 40060
"""Discord's code for an interaction that has its first response: it had ours, and only the news of it was lost."""

log = logging.getLogger(__name__)


def arguments(message: Rendered, *, embeds: bool, **more: Any) -> dict[str, Any]:
    """What discord.py's methods take to send the message; `embeds` says whether they may be shown."""
    shown: dict[str, Any] = {"content": message.bare}
    if embeds and message.embeds:
        shown = {"content": message.content or None, "embeds": list(message.embeds)}
    return {**shown, **more, "allowed_mentions": discord.AllowedMentions.none()}


def shows_embeds(interaction: discord.Interaction[Any]) -> bool:
    """Whether a reply to the interaction may hold embeds."""
    return interaction.guild_id is None or interaction.app_permissions.embed_links


async def patiently(work: Coroutine[Any, Any, Result], when_slow: Callable[[], Awaitable[object]]) -> Result:
    """The result of the work; `when_slow` is called if it takes longer than PATIENCE."""
    task = asyncio.create_task(work)
    try:
        done, _ = await asyncio.wait({task}, timeout=PATIENCE)
        if not done:
            await when_slow()
        return await task
    finally:
        task.cancel()


async def deliver(send: Callable[[], Awaitable[Result]], attempts: Attempts) -> Result | None:
    """Sends, and sends again if the connection broke or stayed silent. None if Discord had it from an earlier attempt.

    Only for what does not double: an interaction's first response, an edit, a message with a nonce.
    """
    for pause, seconds in attempts[:-1]:
        await asyncio.sleep(pause)
        try:
            return await _attempt(send, seconds)
        except (aiohttp.ClientError, OSError, discord.DiscordServerError) as error:
            log.info("A reply did not get through (%s); sending it again.", logs.reason(error))
    pause, seconds = attempts[-1]
    await asyncio.sleep(pause)
    return await _attempt(send, seconds)


async def _attempt(send: Callable[[], Awaitable[Result]], seconds: float | None) -> Result | None:
    try:
        async with asyncio.timeout(seconds):
            return await send()
    except discord.HTTPException as error:
        if error.code == ANSWERED:
            return None
        raise


async def defer(interaction: discord.Interaction[Any], *, thinking: bool, private: bool = False) -> None:
    """Asks Discord for more time; `thinking` shows so, in a message that the answer then stands in."""
    # noted before it is sent: Discord may have it although its answer is lost
    interaction.extras[DEFERRED] = thinking
    await deliver(lambda: interaction.response.defer(ephemeral=private, thinking=thinking), PROMPTLY)


async def respond(
    interaction: discord.Interaction[Any],
    work: Coroutine[Any, Any, Rendered],
    buttons: Buttons,
    *,
    private: bool,
) -> None:
    """Answers a command with the message that the work results in."""
    response = interaction.response
    message = await patiently(work, lambda: defer(interaction, thinking=True, private=private))
    more: dict[str, Any] = {"view": buttons(message.picks, interaction.user.id)} if message.picks else {}
    shown = arguments(message, embeds=shows_embeds(interaction), **more)
    if DEFERRED in interaction.extras:
        await deliver(lambda: interaction.edit_original_response(**shown), PATIENTLY)
    else:
        await deliver(lambda: response.send_message(ephemeral=private, **shown), PROMPTLY)


async def whisper(interaction: discord.Interaction[Any], sentence: str) -> None:
    """One sentence that only this person sees, whatever state the interaction is in."""
    response = interaction.response
    if interaction.extras.get(DEFERRED):
        await deliver(lambda: interaction.edit_original_response(content=sentence), PATIENTLY)
    elif DEFERRED in interaction.extras or response.is_done():
        await interaction.followup.send(sentence, ephemeral=True)
    else:
        await deliver(lambda: response.send_message(sentence, ephemeral=True), PROMPTLY)


async def apologise(interaction: discord.Interaction[Any], error: BaseException, *, busy: bool) -> None:
    """Tells the person in a sentence that nothing came of it, and the log why; quiet when nobody waits any more."""
    if logs.over(error):
        log.info("A reply came too late (%s).", logs.reason(error))
        return
    if not busy:
        log.error("An interaction failed: %s", logs.outline(error))
    try:
        await whisper(interaction, BUSY if busy else BROKEN)
    except (discord.DiscordException, aiohttp.ClientError, OSError) as second:
        log.info("Nor could the person be told (%s).", logs.reason(second))
