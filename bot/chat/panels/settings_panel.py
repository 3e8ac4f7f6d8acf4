"""How the settings look: a menu each, with what it means above it, and what the bot lacks a permission for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import discord

from bot.chat import ids
from bot.chat.house import House
from bot.chat.panels.layout import Block, ChannelMenu, Menu, RoleMenu, buttons, line, panel, row, text
from bot.chat.places import lacking
from bot.chat.rendered import Button
from bot.languages.catalogue import CODES, Language, language
from bot.servers import MOST_CHANNELS, ServerSettings

TALKING: Final = (
    discord.ChannelType.text,
    discord.ChannelType.news,
    discord.ChannelType.forum,
    discord.ChannelType.voice,
    discord.ChannelType.stage_voice,
)
CERTAINTIES: Final = {"70": "certainty-bold", "usual": "certainty-usual", "95": "certainty-careful"}
RETENTIONS: Final = (7, 30, 90, 365)
CURATION: Final = ("digest", "second_pair", "author_names")
"""What is either wanted or not, by its name in ServerSettings."""
LACKS: Final = 8
"""Channels of which the panel says what is lacking there."""


def settings_panel(
    house: House, interaction: discord.Interaction[Any], settings: ServerSettings, say: Language
) -> discord.ui.LayoutView:
    """The panel for these settings."""
    guild = interaction.guild
    blocks: list[Block] = [text(_head(interaction, settings, say)), line()]
    blocks += _choice(
        "where", [(name, say(f"where-{name}")) for name in ("all", "listed", "commands")], settings.where, say
    )
    if settings.where == "listed":
        blocks += _channels("channels", settings.channels, guild, say)
    blocks += _channels("help", settings.help_channels, guild, say, disabled=not house.reads_all)
    sure = "usual" if settings.certainty is None else str(round(settings.certainty * 100))
    blocks += _choice("certainty", _certainties(sure, say), sure, say)
    roles = [role for role in (settings.curator_role,) if role and (guild is None or guild.get_role(role))]
    blocks += _titled("curators", RoleMenu(custom_id=ids.SETTING(what="curators"), min_values=0, default_values=[
        discord.SelectDefaultValue(id=role, type=discord.SelectDefaultValueType.role) for role in roles
    ]), say)  # fmt: skip
    spoken = [("auto", say("language-auto")), *((code, language(code)("language-name")) for code in CODES)]
    blocks += _choice("language", spoken, settings.language or "auto", say)
    blocks += _channels("log", (settings.log_channel,), guild, say)
    wanted = [
        discord.SelectOption(
            label=say(f"curation-{name.replace('_', '-')}"), value=name, default=bool(getattr(settings, name))
        )
        for name in CURATION
    ]
    menu = Menu(custom_id=ids.SETTING(what="curation"), min_values=0, max_values=len(wanted), options=wanted)
    blocks += _titled("curation", menu, say)
    days = sorted({*RETENTIONS, settings.retention_days})
    kept = [(str(one), say("time-days", count=one)) for one in days]
    blocks += _choice("retention", kept, str(settings.retention_days), say)
    blocks.append(text(_more(settings, say)))
    blocks.append(
        buttons(
            (
                Button(say("button-more-settings"), ids.SETTING(what="more"), primary=True),
                Button(say("button-export"), ids.SETTING(what="export")),
            )
        )
    )
    return panel(blocks)


def _head(interaction: discord.Interaction[Any], settings: ServerSettings, say: Language) -> str:
    lines = [say("settings-head"), say("settings-intro")]
    guild = interaction.guild
    if guild is None:
        return "\n".join(lines)
    named = (*settings.channels, *settings.help_channels, settings.log_channel)
    channels = [interaction.channel, *(guild.get_channel(id) for id in named)]
    found: dict[str, str] = {}
    for channel in channels:
        mention = getattr(channel, "mention", "")
        if channel is not None and mention and (missing := _wanting(channel, guild.me)):
            found[mention] = say("settings-lacks", channel=mention, permissions=", ".join(missing))
    return "\n".join([*lines, *list(found.values())[:LACKS]])


def _wanting(channel: Any, me: discord.Member | None) -> list[str]:
    """What is lacking to answer in a channel as well as the bot can."""
    found = lacking(channel, me)
    try:
        permissions = channel.permissions_for(me)
    except (discord.ClientException, AttributeError):
        return found
    for name, may in (
        ("Embed Links", permissions.embed_links),
        ("Read Message History", permissions.read_message_history),
    ):
        if not may:
            found.append(name)
    return found


def _titled(what: str, menu: Block, say: Language) -> list[Block]:
    return [text(f"**{say(f'setting-{what}')}**\n-# {say(f'setting-{what}-help')}"), row(menu)]


def _choice(what: str, options: Sequence[tuple[str, str]], current: str, say: Language) -> list[Block]:
    made = [discord.SelectOption(label=label, value=value, default=value == current) for value, label in options]
    return _titled(what, Menu(custom_id=ids.SETTING(what=what), options=made), say)


def _channels(
    what: str,
    chosen: Sequence[int],
    guild: discord.Guild | None,
    say: Language,
    *,
    disabled: bool = False,
) -> list[Block]:
    """A menu of channels. One that is gone is no default of it: Discord would refuse the panel."""
    most = 1 if what == "log" else MOST_CHANNELS
    there = [one for one in chosen if one and (guild is None or guild.get_channel(one) is not None)][:most]
    defaults = [discord.SelectDefaultValue(id=one, type=discord.SelectDefaultValueType.channel) for one in there]
    menu = ChannelMenu(
        custom_id=ids.SETTING(what=what),
        channel_types=list(TALKING),
        min_values=0,
        max_values=most,
        default_values=defaults,
        disabled=disabled,
    )
    titled = _titled(what, menu, say)
    return [text(f"**{say('setting-help')}**\n-# {say('setting-help-off')}"), row(menu)] if disabled else titled


def _certainties(current: str, say: Language) -> list[tuple[str, str]]:
    """What is offered, and the one that is set, should it be none of these."""
    named = [(value, say(key)) for value, key in CERTAINTIES.items()]
    return named if current in CERTAINTIES else [*named, (current, f"{current} %")]


def _more(settings: ServerSettings, say: Language) -> str:
    site = f"<{settings.site_url}>" if settings.site_url else say("none")
    return "\n".join((say("settings-site", site=site), say("settings-pinned", count=len(settings.pinned))))
