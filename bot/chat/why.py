"""/why: explains the last answer here to whoever asks, or the one that they name."""

from __future__ import annotations

import re
from typing import Any

import discord
from discord import app_commands

from bot.answers import Found
from bot.chat.asking import find
from bot.chat.buttons.press import server_of
from bot.chat.buttons.why import explained
from bot.chat.house import House, spoken
from bot.chat.offering import chosen_handle
from bot.chat.ours import receipt
from bot.chat.plain import has_words, one_line
from bot.chat.receipts import Asked, asked
from bot.chat.sending import defer, patiently, whisper
from bot.chat.translating import worded

HISTORY = 50
"""Messages that are looked through for the last answer to somebody, after a restart."""

_LINK = re.compile(r"https://(?:ptb\.|canary\.)?discord(?:app)?\.com/channels/(?:\d+|@me)/(\d{15,20})/(\d{15,20})")


def why_command(house: House) -> app_commands.Command[Any, ..., None]:
    """/why [answer]."""

    @app_commands.command(name=worded("name-why"), description=worded("command-why"))
    @app_commands.describe(answer=worded("option-answer-help"))
    @app_commands.rename(answer=worded("option-answer"))
    async def why(interaction: discord.Interaction[Any], answer: str = "") -> None:
        with house.desk.at_work():
            work = _explained(house, interaction, one_line(answer))
            await whisper(interaction, await patiently(work, lambda: defer(interaction, thinking=True, private=True)))

    return why


async def _explained(house: House, interaction: discord.Interaction[Any], named: str) -> str:
    say, server = spoken(interaction), server_of(interaction)
    if (link := _LINK.search(named)) is not None:
        message = await _message(interaction, int(link[1]), int(link[2]))
        return await _of_message(house, interaction, message) if message else say("why-no-message")
    if named:
        handle = chosen_handle(named) or chosen_handle(f"fact:{named}")
        if handle:
            fact, _ = await house.fact(handle, server)
            return await explained(house, say, server, Asked(fact.title if fact else ""), handle)
        found, _ = await find(house, named, server)
        if not isinstance(found, Found):
            return say("why-not-answered")
        return await explained(house, say, server, Asked(named), found.best.fact.handle)
    last = house.lately.answers.get((interaction.channel_id or 0, interaction.user.id))
    if last is not None:
        return await explained(house, say, server, Asked(last.question, last.context), last.handle, last.version)
    message = await _last_answer(interaction)
    return await _of_message(house, interaction, message) if message else say("why-nothing")


async def _of_message(house: House, interaction: discord.Interaction[Any], message: discord.Message) -> str:
    say, me = spoken(interaction), interaction.client.user
    made = receipt(message)
    if me is None or message.author.id != me.id or made is None:
        return say("why-no-message")
    question = await asked(message, me.id)
    return await explained(house, say, server_of(interaction), question, str(made["handle"]), int(made["version"]))


async def _message(interaction: discord.Interaction[Any], channel: int, message: int) -> discord.Message | None:
    """A message of the same server, of a channel that whoever asks may read."""
    place: Any = interaction.channel if channel == interaction.channel_id else None
    if place is None and interaction.guild is not None:
        place = interaction.guild.get_channel_or_thread(channel)
        member: Any = interaction.user
        if place is None or not has_words(place.name) or not place.permissions_for(member).read_message_history:
            return None
    try:
        found = await place.fetch_message(message) if place is not None else None
    except (discord.HTTPException, AttributeError):
        return None
    return found if isinstance(found, discord.Message) else None


async def _last_answer(interaction: discord.Interaction[Any]) -> discord.Message | None:
    """Our last answer to this person in the channel, if Discord lets us look back."""
    channel: Any = interaction.channel
    try:
        async for message in channel.history(limit=HISTORY):
            made = receipt(message)
            if made is not None and made["asker"] == interaction.user.id:
                return message if isinstance(message, discord.Message) else None
    except (discord.HTTPException, AttributeError):
        pass
    return None
