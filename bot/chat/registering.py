"""Tells Discord which commands there are, and only when it knows them otherwise: it allows few changes a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import discord
from discord import app_commands
from discord.http import Route

_DETAILS = (
    "type",
    "name",
    "name_localizations",
    "description",
    "description_localizations",
    "options",
    "choices",
    "value",
    "required",
    "autocomplete",
    "channel_types",
    "min_value",
    "max_value",
    "min_length",
    "max_length",
    "nsfw",
    "default_member_permissions",
    "contexts",
    "integration_types",
)
"""What makes a command; Discord adds ids, versions and what it derives from these."""

_UNORDERED = frozenset({"contexts", "integration_types", "channel_types"})


@dataclass(frozen=True, slots=True)
class Registration:
    """names: all commands, as a person sees them. changed: whether Discord had to be told."""

    names: tuple[str, ...]
    changed: bool


async def register(tree: app_commands.CommandTree[discord.Client]) -> Registration:
    """Makes Discord's list of our commands the one in the tree. The client must be logged in."""
    commands = tree.get_commands()
    names = tuple(
        command.name if isinstance(command, app_commands.ContextMenu) else f"/{command.name}" for command in commands
    )
    client = tree.client
    if client.application_id is None:
        raise discord.MissingApplicationID
    # discord.py's own method leaves the translations out, and every start would look like a change
    route = Route("GET", "/applications/{application_id}/commands", application_id=client.application_id)
    known = await client.http.request(route, params={"with_localizations": "true"})
    if _normal(known) == _normal([await _payload(command, tree) for command in commands]):
        return Registration(names, changed=False)
    await tree.sync()
    return Registration(names, changed=True)


async def _payload(command: Any, tree: app_commands.CommandTree[discord.Client]) -> Any:
    translator = tree.translator
    return await command.get_translated_payload(tree, translator) if translator else command.to_dict(tree)


def _normal(commands: Any) -> dict[tuple[int, str], Any]:
    return {(command.get("type", 1), command["name"]): _details(command) for command in commands}


def _details(node: Any, kind: str = "") -> Any:
    """The node without what is left to its default: what was never said equals what was said to be the default."""
    if kind.endswith("_localizations"):
        return dict(node) if node else None
    if isinstance(node, Mapping):
        kept = {name: _details(node.get(name), name) for name in _DETAILS}
        return {name: value for name, value in kept.items() if value or (value == 0 and value is not False)}
    if isinstance(node, list | tuple):
        parts = [_details(part) for part in node]
        return sorted(parts) if kind in _UNORDERED else parts
    return str(node) if kind == "default_member_permissions" and node is not None else node
