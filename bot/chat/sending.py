"""How a message gets out: at once or deferred, once more when the connection broke, and never twice."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
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


async def once_more(send: Callable[[], Awaitable[Result]]) -> Result | None:
    """Sends, and sends again if the connection broke meanwhile. None if Discord had it from the first time.

    Only for what does not double: an interaction's first response, an edit, a message with a nonce.
    """
    try:
        return await send()
    except (aiohttp.ClientError, ConnectionError, discord.DiscordServerError) as error:
        log.info("A reply did not get through (%s); sending it once more.", logs.reason(error))
    await asyncio.sleep(0.5)
    try:
        return await send()
    except discord.HTTPException as error:
        if error.code == 40060:
            return None
        raise


async def respond(
    interaction: discord.Interaction[Any],
    work: Coroutine[Any, Any, Rendered],
    buttons: Buttons,
    *,
    private: bool,
) -> None:
    """Answers a command with the message that the work results in."""
    response = interaction.response
    message = await patiently(work, lambda: once_more(lambda: response.defer(ephemeral=private, thinking=True)))
    more: dict[str, Any] = {"view": buttons(message.picks, interaction.user.id)} if message.picks else {}
    shown = arguments(message, embeds=shows_embeds(interaction), **more)
    if response.is_done():
        await once_more(lambda: interaction.edit_original_response(**shown))
    else:
        await once_more(lambda: response.send_message(ephemeral=private, **shown))


async def whisper(interaction: discord.Interaction[Any], sentence: str) -> None:
    """One sentence that only this person sees, whatever state the interaction is in."""
    response = interaction.response
    if response.type is discord.InteractionResponseType.deferred_channel_message:
        await once_more(lambda: interaction.edit_original_response(content=sentence))
    elif response.is_done():
        await interaction.followup.send(sentence, ephemeral=True)
    else:
        await once_more(lambda: response.send_message(sentence, ephemeral=True))


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
