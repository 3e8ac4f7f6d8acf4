"""/about: what this is, what it knows, and what it keeps."""

from __future__ import annotations

import time
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import discord
from discord import app_commands

from bot.chat.buttons.press import server_of
from bot.chat.house import House, spoken
from bot.chat.panels.layout import line, panel, text
from bot.chat.sending import defer, patiently, show_panel
from bot.chat.translating import worded
from bot.languages.catalogue import Language


def about_command(house: House) -> app_commands.Command[Any, ..., None]:
    """/about."""

    @app_commands.command(name=worded("name-about"), description=worded("command-about"))
    async def about(interaction: discord.Interaction[Any]) -> None:
        say, server = spoken(interaction), server_of(interaction)
        with house.desk.at_work():
            known = house.desk.look_up(lambda answerer: (answerer.version(), dict(answerer.totals(scope=server))))
            table, totals = await patiently(known, lambda: defer(interaction, thinking=True, private=True))
            own = totals.get("facts", 0)
            blocks = [
                text(say("about-head")),
                text(
                    "\n".join(
                        (
                            say("about-version", version=program_version()),
                            say("about-table", version=table),
                            say("about-facts", count=own, phrasings=totals.get("phrasings", 0)),
                            say("about-uptime", time=lasted(time.monotonic() - house.since, say)),
                        )
                    )
                ),
                line(),
                text(say("about-stores")),
                text(say("about-intents-all" if house.reads_all else "about-intents")),
            ]
            await show_panel(interaction, panel(blocks))

    return about


def program_version() -> str:
    """Factbot's own version; "?" where it was never installed."""
    try:
        return version("factbot")
    except PackageNotFoundError:
        return "?"


def lasted(seconds: float, say: Language) -> str:
    """A time in its largest unit: days, hours or minutes."""
    for name, size in (("days", 86400), ("hours", 3600)):
        if seconds >= size:
            return say(f"time-{name}", count=int(seconds // size))
    return say("time-minutes", count=int(seconds // 60))
