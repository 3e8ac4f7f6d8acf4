"""/settings: how a server wants the bot, in one panel."""

from __future__ import annotations

import io
import logging
from dataclasses import replace
from typing import Any, get_args

import aiohttp
import discord
from discord import app_commands

from bot.chat import ids, logs
from bot.chat.buttons.press import Press
from bot.chat.house import House, spoken
from bot.chat.panels.settings_form import MoreForm
from bot.chat.panels.settings_panel import settings_panel
from bot.chat.plain import one_line
from bot.chat.sending import PROMPTLY, defer, deliver, patiently, show_panel, whisper
from bot.chat.translating import worded
from bot.languages.catalogue import Language
from bot.servers import CERTAIN, LANGUAGES, MOST_CHANNELS, RETENTION, ServerSettings, Where

log = logging.getLogger(__name__)


def settings_command(house: House) -> app_commands.Command[Any, ..., None]:
    """/settings, for whoever may manage the server, unless its Integrations page says otherwise."""

    @app_commands.command(name=worded("name-settings"), description=worded("command-settings"))
    @app_commands.default_permissions(manage_guild=True)
    @app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
    @app_commands.allowed_installs(guilds=True, users=False)
    async def settings(interaction: discord.Interaction[Any]) -> None:
        if not await _may(interaction, house):
            return
        with house.desk.at_work():
            work = house.settings(interaction.guild_id or 0)
            current = await patiently(work, lambda: defer(interaction, thinking=True, private=True))
            await show_panel(interaction, settings_panel(house, interaction, current, spoken(interaction)))

    return settings


class Setting(Press, template=ids.SETTING.pattern):
    """A menu or a button of the panel."""

    async def press(self, interaction: discord.Interaction[Any], house: House, say: Language) -> None:
        """Whoever may not manage the server any more changes nothing."""
        if not await _may(interaction, house):
            return
        what, server = self.values["what"], interaction.guild_id or 0
        before = await house.settings(server)
        if what == "more":
            titles = [one_line(fact.title) for fact in await house.pinned(server)]
            await interaction.response.send_modal(MoreForm(say, before, titles))
        elif what == "export":
            await _export(interaction, house, server, say)
        else:
            after = changed(before, what, _values(interaction))
            work = house.change(server, after)
            await patiently(work, lambda: defer(interaction, thinking=False))
            await show_panel(interaction, settings_panel(house, interaction, after, say))
            await tell(interaction, before, after, say(f"setting-{what}"))


def changed(settings: ServerSettings, what: str, values: list[str]) -> ServerSettings:
    """The settings after a menu was used. What no menu offers changes nothing: Discord passes on what clients send."""
    numbers = tuple(int(value) for value in values if value.isascii() and value.isdigit())
    first = values[0] if values else ""
    match what:
        case "where" if first in get_args(Where):
            return replace(settings, where=first)  # type: ignore[arg-type]
        case "channels":
            return replace(settings, channels=numbers[:MOST_CHANNELS])
        case "help":
            return replace(settings, help_channels=numbers[:MOST_CHANNELS])
        case "certainty" if numbers and CERTAIN[0] <= numbers[0] / 100 <= CERTAIN[1]:
            return replace(settings, certainty=numbers[0] / 100)
        case "certainty" if first == "usual":
            return replace(settings, certainty=None)
        case "curators":
            return replace(settings, curator_role=numbers[0] if numbers else 0)
        case "language" if first in ("auto", *LANGUAGES):
            return replace(settings, language="" if first == "auto" else first)
        case "log":
            return replace(settings, log_channel=numbers[0] if numbers else 0)
        case "curation":
            return _wanting(settings, set(values))
        case "retention" if numbers and RETENTION[0] <= numbers[0] <= RETENTION[1]:
            return replace(settings, retention_days=numbers[0])
    return settings


def _wanting(settings: ServerSettings, wanted: set[str]) -> ServerSettings:
    """What is either wanted or not."""
    return replace(
        settings,
        digest="digest" in wanted,
        second_pair="second_pair" in wanted,
        author_names="author_names" in wanted,
    )


async def tell(interaction: discord.Interaction[Any], before: ServerSettings, after: ServerSettings, what: str) -> None:
    """A line in the server's log channel for each change, where there is one and we may write there."""
    channel: Any = interaction.guild.get_channel(after.log_channel) if interaction.guild else None
    if before == after or channel is None or not hasattr(channel, "send"):
        return
    line = spoken(interaction)("log-setting", who=interaction.user.mention, what=what)
    try:
        await channel.send(line, allowed_mentions=discord.AllowedMentions.none(), silent=True)
    except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
        log.info("The log channel of a server cannot be written to (%s).", logs.reason(error))


async def _may(interaction: discord.Interaction[Any], house: House) -> bool:
    """Whether this person may set anything here; they are told when not."""
    say = spoken(interaction)
    if not interaction.guild_id or not interaction.permissions.manage_guild:
        await whisper(interaction, say("may-not-set"))
        return False
    if house.office.servers is None:
        await whisper(interaction, say("settings-not-kept"))
        return False
    return True


def _values(interaction: discord.Interaction[Any]) -> list[str]:
    data: dict[str, Any] = dict(interaction.data or {})
    return [str(value) for value in data.get("values", ())]


async def _export(interaction: discord.Interaction[Any], house: House, server: int, say: Language) -> None:
    servers = house.office.servers
    if servers is None:
        return
    await deliver(lambda: interaction.response.defer(ephemeral=True, thinking=True), PROMPTLY)
    facts = await house.desk.hand_over(lambda: servers.export(server))
    if not facts:
        await interaction.edit_original_response(content=say("export-nothing"))
        return
    file = discord.File(io.BytesIO(facts.encode()), filename=f"facts-{server}.jsonl")
    await interaction.edit_original_response(content=say("export-done"), attachments=[file])
