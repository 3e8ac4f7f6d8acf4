"""How a message gets out: at once or deferred, again when the connection broke, and never twice."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from typing import Any, TypeVar

import aiohttp
import discord

from bot.chat import logs
from bot.chat.board import board
from bot.chat.desk import BusyError
from bot.chat.rendered import Rendered
from bot.languages.catalogue import language

Result = TypeVar("Result")

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
    if (view := board(message.rows)) is not None:
        shown["view"] = view
    return {**shown, **more, "allowed_mentions": discord.AllowedMentions.none()}


def replacing(message: Rendered, *, embeds: bool) -> dict[str, Any]:
    """What discord.py's methods take to put the message in the place of another."""
    return {"embeds": [], "view": None} | arguments(message, embeds=embeds)


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


async def respond(interaction: discord.Interaction[Any], message: Rendered, *, private: bool) -> int:
    """Answers an interaction with a message of its own; the message's id, 0 where it is not known."""
    shown = arguments(message, embeds=private or shows_embeds(interaction))
    if DEFERRED in interaction.extras:
        sent = await deliver(lambda: interaction.edit_original_response(**shown), PATIENTLY)
        return sent.id if sent else 0
    response = interaction.response
    callback = await deliver(lambda: response.send_message(ephemeral=private, **shown), PROMPTLY)
    return (callback.message_id or 0) if callback else 0


async def replace_message(interaction: discord.Interaction[Any], message: Rendered) -> None:
    """Puts a message in the place of the one whose button was pressed."""
    shown = replacing(message, embeds=shows_embeds(interaction))
    if DEFERRED in interaction.extras:
        await deliver(lambda: interaction.edit_original_response(**shown), PATIENTLY)
    else:
        await deliver(lambda: interaction.response.edit_message(**shown), PROMPTLY)


async def whisper(interaction: discord.Interaction[Any], message: str | Rendered) -> None:
    """What only this person sees, whatever state the interaction is in."""
    rendered = Rendered(message, message) if isinstance(message, str) else message
    shown = arguments(rendered, embeds=True)
    response = interaction.response
    if interaction.extras.get(DEFERRED):
        await deliver(lambda: interaction.edit_original_response(**shown), PATIENTLY)
        interaction.extras[DEFERRED] = False
    elif DEFERRED in interaction.extras or response.is_done():
        await interaction.followup.send(ephemeral=True, **shown)
    else:
        await deliver(lambda: response.send_message(ephemeral=True, **shown), PROMPTLY)


async def show_panel(interaction: discord.Interaction[Any], panel: discord.ui.LayoutView) -> None:
    """Shows a panel to this person alone; one that is there already is put in its place."""
    response, silent = interaction.response, discord.AllowedMentions.none()
    if DEFERRED in interaction.extras:
        await deliver(lambda: interaction.edit_original_response(view=panel, allowed_mentions=silent), PATIENTLY)
    elif interaction.type is discord.InteractionType.application_command:
        await deliver(lambda: response.send_message(view=panel, ephemeral=True, allowed_mentions=silent), PROMPTLY)
    else:
        await deliver(lambda: response.edit_message(view=panel, allowed_mentions=silent), PROMPTLY)


async def apologise(interaction: discord.Interaction[Any], error: BaseException) -> None:
    """Tells the person in a sentence that nothing came of it, and the log why; quiet when nobody waits any more."""
    if logs.over(error):
        log.info("A reply came too late (%s).", logs.reason(error))
        return
    busy = isinstance(error, BusyError)
    if not busy:
        log.error("An interaction failed: %s", logs.outline(error))
    try:
        await whisper(interaction, language(interaction.locale.value)("busy" if busy else "broken"))
    except (discord.DiscordException, aiohttp.ClientError, OSError) as second:
        log.info("Nor could the person be told (%s).", logs.reason(second))
