"""What is chosen in an option of a command: a fact, a topic, a change."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine, Iterable
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands

from bot.chat import logs
from bot.chat.buttons.press import server_of
from bot.chat.curation.permissions import person
from bot.chat.curation.visiting import Visit
from bot.chat.desk import Answerer
from bot.chat.house import house_of
from bot.chat.offering import LONGEST, MOST, chosen_handle, typed_question
from bot.chat.plain import one_line, shorten
from bot.curation.roles import Action, may

if TYPE_CHECKING:
    from bot.curation.desk import Curation

Choices = list[app_commands.Choice[str]]
Offer = Callable[[discord.Interaction[Any], str], Coroutine[Any, Any, Choices]]

TYPING = 0.8
"""Seconds after which nobody waits for an offer."""

log = logging.getLogger(__name__)


async def facts(interaction: discord.Interaction[Any], current: str) -> Choices:
    """The facts of this server that sound like what is typed."""
    try:
        house, server = house_of(interaction), server_of(interaction)
        typed = typed_question(current)

        def work(answerer: Answerer) -> list[tuple[str, str]]:
            matches = answerer.complete(typed, MOST, scope=server)
            return [(f"fact:{match.fact.handle}", match.fact.title) for match in matches]

        named = await house.desk.offer(("fact", typed, server), interaction.user.id, work) if server else ()
    except Exception as error:  # noqa: BLE001 - the person is typing, and can send what they typed
        log.error("An autocompletion failed: %s", logs.outline(error))
        return []
    return _choices(named)


async def hidden_facts(interaction: discord.Interaction[Any], current: str) -> Choices:
    """The shared facts that this server hides."""
    wanted = one_line(current).casefold()

    def look(curation: Curation) -> list[tuple[str, str]]:
        page = curation.facts.page(server_of(interaction), hidden=True, limit=100)
        found = [one.fact for one in page.items if wanted in one_line(one.fact.title).casefold()]
        return [(f"fact:{fact.handle}", fact.title) for fact in found]

    return _choices(await _looked(interaction, look))


async def topics(interaction: discord.Interaction[Any], current: str) -> Choices:
    """The topics that begin so."""
    found = await _looked(
        interaction, lambda curation: curation.facts.topics(server_of(interaction), one_line(current))
    )
    return _choices((topic, topic) for topic in found if len(topic) <= LONGEST)


async def changes(interaction: discord.Interaction[Any], current: str) -> Choices:
    """The latest changes, for those who may undo them."""
    wanted = one_line(current).casefold()

    def look(curation: Curation) -> list[tuple[str, str]]:
        entries = curation.facts.history(server_of(interaction), limit=100)
        named = [(str(entry.number), f"{entry.number} · {_title(entry)} · {entry.at[:10]}") for entry in entries]
        return [(value, name) for value, name in named if wanted in name.casefold()]

    return _choices(await _looked(interaction, look, Action.CHANGE))


async def chosen(visit: Visit, text: str) -> str:
    """The handle of the fact that was chosen, or typed by its question; "" when it is none of this server's."""
    handle = chosen_handle(text)
    if handle:
        return handle
    typed = one_line(typed_question(text)).casefold()
    matches = await visit.house.desk.look_up(lambda answerer: answerer.complete(text, scope=visit.server))
    same = [
        one.fact
        for one in matches
        if any(one_line(question).casefold() == typed for question in (*one.fact.questions, one.fact.title))
    ]
    return same[0].handle if same else ""


async def _looked(
    interaction: discord.Interaction[Any],
    work: Callable[[Curation], Iterable[Any]],
    action: Action = Action.READ,
) -> list[Any]:
    house = house_of(interaction)
    clerk, server = house.office.clerk, server_of(interaction)
    if clerk is None or not server:
        return []
    try:
        if not may(person(interaction, await house.settings(server)).role, action):
            return []
        return list(await asyncio.wait_for(clerk.do(work), TYPING))
    except Exception as error:  # noqa: BLE001 - as above
        log.info("An autocompletion came to nothing (%s).", logs.reason(error))
        return []


def _choices(named: Iterable[tuple[str, str]]) -> Choices:
    offered = [(value, shorten(one_line(name), LONGEST)) for value, name in named]
    return [app_commands.Choice(name=name, value=value) for value, name in offered if name and value][:MOST]


def _title(entry: Any) -> str:
    fact = entry.after or entry.before
    return shorten(one_line(fact.title), 60) if fact else entry.fact
