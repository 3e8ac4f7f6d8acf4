"""Who somebody is to the facts of a server, by what Discord says of them at this very moment."""

from __future__ import annotations

from typing import Any

import discord

from bot.curation.roles import Person, Role
from bot.servers import ServerSettings


def person(interaction: discord.Interaction[Any], settings: ServerSettings) -> Person:
    """Each interaction brings the member's roles and permissions along: nothing of it is remembered.

    Manage Messages makes nobody a curator: a single channel may grant it, and facts answer everywhere.
    """
    user = interaction.user
    if not isinstance(user, discord.Member):
        return Person(user.id, Role.MEMBER)
    permissions = interaction.permissions
    if permissions.manage_guild or permissions.administrator:
        return Person(user.id, Role.MANAGER)
    curates = settings.curator_role and user.get_role(settings.curator_role) is not None
    return Person(user.id, Role.CURATOR if curates else Role.MEMBER)
