"""Reads back from a message of ours what it was the answer to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import discord

from bot.chat.ours import shown_question, shown_text
from bot.chat.reading import question_in


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it can be read back. context: what it followed on, or ""."""

    question: str = ""
    context: str = ""


async def asked(message: discord.Message, me: int) -> Asked:
    """What a message of ours answers: the line above a command's answer, or else the message that it replies to.

    Discord shows us the latter, because it mentions us. Nothing where it is gone.
    """
    if (shown := shown_question(message)) or message.reference is None:
        return Asked(shown)
    question = message.reference.resolved
    if not isinstance(question, discord.Message) or not question.content:
        question = await _fetched(message.channel, message.reference.message_id)
    if question is None:
        return Asked()
    before = question.reference.resolved if question.reference else None
    ours = isinstance(before, discord.Message) and before.author.id == me
    return Asked(question_in(question), shown_text(before) if ours and isinstance(before, discord.Message) else "")


async def _fetched(channel: Any, message: int | None) -> discord.Message | None:
    try:
        found = await channel.fetch_message(message) if message else None
    except (discord.HTTPException, AttributeError):
        return None
    return found if isinstance(found, discord.Message) else None
