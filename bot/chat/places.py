"""Where the bot may speak: what Discord allows it, and what the server's moderators want."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import discord

from bot.chat.reading import place_of
from bot.servers import ServerSettings


@dataclass(frozen=True, slots=True)
class Allowed:
    """What the bot may do where a message stands. missing: the name of what keeps it from speaking, or ""."""

    send: bool = True
    embed: bool = True
    refer: bool = True
    missing: str = ""


def allowed(message: discord.Message) -> Allowed:
    """What Discord's permissions say; all of it where they are not known, and Discord has the last word."""
    channel, guild = message.channel, message.guild
    if guild is None or isinstance(channel, discord.PartialMessageable):
        return Allowed()
    missing = lacking(channel, guild.me)
    try:
        permissions = channel.permissions_for(guild.me)
    except (discord.ClientException, AttributeError):
        return Allowed()
    return Allowed(not missing, permissions.embed_links, permissions.read_message_history, ", ".join(missing))


def lacking(channel: Any, me: discord.Member | None) -> list[str]:
    """The names, as Discord's settings show them, of what the bot lacks to answer in a channel."""
    try:
        permissions = channel.permissions_for(me)
    except (discord.ClientException, AttributeError):
        return []
    in_thread = isinstance(channel, discord.Thread)
    send = permissions.send_messages_in_threads if in_thread else permissions.send_messages
    found = [] if permissions.view_channel else ["View Channel"]
    if not send:
        found.append("Send Messages in Threads" if in_thread else "Send Messages")
    if me is not None and me.is_timed_out():
        found.append("timed out")
    if in_thread and channel.locked and not permissions.manage_threads:
        found.append("locked thread")
    return found


def may_speak(settings: ServerSettings, channel: object) -> bool:
    """Whether the server wants answers that all can see in the channel."""
    return settings.where != "listed" or bool(place_of(channel) & set(settings.channels))


def may_be_called(settings: ServerSettings, channel: object) -> bool:
    """Whether the server wants mentions to be answered in the channel."""
    return settings.where != "commands" and may_speak(settings, channel)
