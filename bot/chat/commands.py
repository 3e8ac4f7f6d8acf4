"""The tree of commands: what they have in common, and who makes them."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import Any

import discord
from discord import app_commands

from bot.chat.ask import answer_this_menu, ask_command
from bot.chat.curation.fact_command import fact_command
from bot.chat.curation.gap_list import gaps_command
from bot.chat.curation.review_command import review_command
from bot.chat.curation.save_as_fact import save_as_fact_menu
from bot.chat.house import House, spoken
from bot.chat.panels.about import about_command
from bot.chat.panels.privacy import privacy_command
from bot.chat.panels.settings import settings_command
from bot.chat.sending import apologise, whisper
from bot.chat.why import why_command

Command = app_commands.Command[Any, ..., Any] | app_commands.ContextMenu | app_commands.Group

log = logging.getLogger(__name__)


def commands(house: House) -> Iterable[Command]:
    """All of them, in the order in which they are shown."""
    return (
        ask_command(house),
        answer_this_menu(house),
        why_command(house),
        save_as_fact_menu(house),
        fact_command(house),
        review_command(house),
        gaps_command(house),
        settings_command(house),
        about_command(house),
        privacy_command(house),
    )


class Commands(app_commands.CommandTree[discord.Client]):
    """All commands, everywhere: on servers and for single users, in channels and in every kind of direct message."""

    def __init__(self, client: discord.Client, house: House) -> None:
        super().__init__(
            client,
            allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=True),
            allowed_installs=app_commands.AppInstallationType(guild=True, user=True),
        )
        for command in commands(house):
            self.add_command(command)

    async def on_error(
        self, interaction: discord.Interaction[discord.Client], error: app_commands.AppCommandError, /
    ) -> None:
        """The person gets one sentence, the log the traceback."""
        say = spoken(interaction)
        if isinstance(error, app_commands.CommandNotFound | app_commands.CommandSignatureMismatch):
            log.warning("A command was used that is registered differently; `factbot sync` registers them anew.")
            await whisper(interaction, say("command-changed"))
            return
        if isinstance(error, app_commands.MissingPermissions | app_commands.NoPrivateMessage):
            await whisper(interaction, say("may-not-set"))
            return
        await apologise(interaction, error.original if isinstance(error, app_commands.CommandInvokeError) else error)
