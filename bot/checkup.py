"""What `factbot doctor` looks at."""

from __future__ import annotations

import platform
import sqlite3
from dataclasses import dataclass
from importlib.metadata import version
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

from bot.errors import FactbotError
from bot.store.reading import FactTable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from bot.settings import Settings


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at. optional: the bot runs without it too."""

    name: str
    says: str
    well: bool = True
    optional: bool = False


def checkup(settings: Settings, table: Callable[[], Path]) -> Iterator[Check]:
    """The checks, in the order a person would make them. table: which fact table would be read."""
    libraries = ", ".join(f"{name} {version(name)}" for name in ("discord.py", "rapidfuzz", "sqlite-utils", "numpy"))
    yield Check(
        "factbot", f"{version('factbot')} on Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"
    )
    yield Check("libraries", libraries)
    yield _table_check(table())
    if settings.token:
        yield Check("DISCORD_TOKEN", "set")
    else:
        yield Check("DISCORD_TOKEN", "not set; `factbot run` and `factbot sync` need it", well=False)
    yield Check(
        "FACTBOT_PROXY", _without_password(settings.proxy) or "not set", optional=True, well=bool(settings.proxy)
    )
    yield Check("FACTBOT_SITE_URL", settings.site_url or "not set", optional=True, well=bool(settings.site_url))
    asked = "asked for" if settings.message_content else "not asked for"
    yield Check("FACTBOT_MESSAGE_CONTENT", asked, optional=True, well=settings.message_content)
    words = str(settings.words or "not set")
    yield Check("FACTBOT_WORDS", words, optional=True, well=settings.words is not None and settings.words.is_file())
    yield Check("FACTBOT_SEMANTIC", settings.semantic or "not set", optional=True, well=bool(settings.semantic))
    yield Check("FACTBOT_LOG_LEVEL", settings.log_level)


def _without_password(address: str) -> str:
    """An address without the name and password that may stand in it: what the doctor says is often shown to others."""
    parts = urlsplit(address)
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))


def _table_check(path: Path) -> Check:
    try:
        with FactTable(path) as table:
            totals = table.totals()
            packs = ", ".join(f"{name} ({count}, imported {when})" for name, count, when in table.packs())
    except FactbotError as error:
        return Check("fact table", str(error), well=False)
    if not totals["facts"]:
        return Check("fact table", f"{path} holds no facts yet; `factbot import FILE` loads some", well=False)
    return Check("fact table", f"{path}: {totals['facts']} facts, {totals['phrasings']} phrasings; packs: {packs}")
