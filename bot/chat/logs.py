"""What goes into the log: what happened and where, never what anybody asked, and no token."""

from __future__ import annotations

import logging
import re
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import aiohttp
import discord

LATE = frozenset({10062, 10015, 40060, 50027})
"""Discord's codes for an interaction that is over: too late, gone, answered already, expired."""

_INTERACTION_TOKEN = re.compile(r"((?:interactions|webhooks)/\d+/)[\w.-]{20,}")


def over(error: BaseException | None) -> bool:
    """Whether the error only says that nobody waits for the reply any more."""
    return isinstance(error, discord.InteractionResponded) or (
        isinstance(error, discord.HTTPException) and error.code in LATE
    )


def reason(error: BaseException) -> str:
    """A few words on an error. Its own message only where that cannot quote what somebody asked."""
    if isinstance(error, discord.HTTPException):
        return f"HTTP {error.status}, code {error.code}"
    if isinstance(error, aiohttp.ClientError | OSError) and str(error):
        return f"{type(error).__name__}: {error}"
    # SQLite's own message may quote; the name of the error cannot
    return ", ".join(filter(None, [type(error).__name__, getattr(error, "sqlite_errorname", "")]))


def outline(error: BaseException) -> str:
    """The traceback, with the few words of `reason` in place of messages that may quote a question.

    Of a connection that broke the words alone: where in the libraries that was noticed tells nobody anything.
    """
    if isinstance(error, aiohttp.ClientError | ConnectionError | TimeoutError):
        return reason(error)
    lines, current, seen = [], error, set[int]()
    while id(current) not in seen:
        seen.add(id(current))
        lines.append(f"{reason(current)}\n{''.join(traceback.format_tb(current.__traceback__))}".rstrip())
        current = current.__cause__ or current.__context__ or current
    return "\n… after ".join(lines)


class _Formatter(logging.Formatter):
    """Writes no secret, whoever logs it: not the bot's token, not the token of an interaction."""

    def __init__(self, secrets: Sequence[str]) -> None:
        super().__init__("%(asctime)s %(levelname)-7s %(name)s: %(message)s")
        self._secrets = [secret for secret in secrets if secret]

    def format(self, record: logging.LogRecord) -> str:
        line = _INTERACTION_TOKEN.sub(r"\1…", super().format(record))
        for secret in self._secrets:
            line = line.replace(secret, "…")
        return line

    def formatException(self, ei: object) -> str:
        error = ei[1] if isinstance(ei, tuple) else None
        return outline(error) if isinstance(error, BaseException) else ""


def _worth_a_line(record: logging.LogRecord) -> bool:
    error = record.exc_info[1] if isinstance(record.exc_info, tuple) else None
    cause = getattr(error, "original", error)
    lost = isinstance(cause, aiohttp.ClientError | OSError | discord.DiscordServerError)
    # an offer that got lost on its way is no loss: the next letter brings another
    return not over(cause) and not (lost and record.name == "discord.app_commands.tree")


@contextmanager
def to_stderr(level: str, *, secrets: Sequence[str] = ()) -> Iterator[None]:
    """Logs to standard error for as long as the block runs; of discord.py only what it warns of.

    At its lower levels discord.py logs whole messages, with what was asked in them.
    """
    handler = logging.StreamHandler()
    handler.setFormatter(_Formatter(secrets))
    handler.addFilter(_worth_a_line)
    root, library = logging.getLogger(), logging.getLogger("discord")
    before = root.level, library.level
    discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
    root.addHandler(handler)
    root.setLevel(level.upper())
    library.setLevel(max(logging.WARNING, root.level))
    try:
        yield
    finally:
        root.removeHandler(handler)
        root.setLevel(before[0])
        library.setLevel(before[1])
