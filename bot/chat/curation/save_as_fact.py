"""The message menu "Save as fact": what somebody said becomes a fact, with its message as the source."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands

from bot.chat import ids
from bot.chat.curation.fields import FormText, written
from bot.chat.curation.forms import fact_form
from bot.chat.curation.visiting import Visit, enter
from bot.chat.house import House
from bot.chat.plain import clean, has_words, question_text, shorten
from bot.chat.reading import question_in
from bot.chat.sending import whisper
from bot.chat.translating import worded
from bot.curation.changes import Draft
from bot.facts import Source

ANSWER = 4000
QUESTION = 300


def save_as_fact_menu(_house: House) -> app_commands.ContextMenu:
    """For everybody: what a member saves waits for a curator."""

    @app_commands.context_menu(name=worded("name-save-as-fact"))
    @app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
    @app_commands.allowed_installs(guilds=True, users=False)
    async def save_as_fact(interaction: discord.Interaction[Any], message: discord.Message) -> None:
        visit = await enter(interaction)
        if visit is None:
            return
        if not has_words(message.content):
            await whisper(interaction, visit.say("nothing-to-save"))
            return
        form = fact_form(visit.say, ids.ADD(number=0), visit.say("form-save-title"), saved(visit, message))
        await interaction.response.send_modal(form)

    return save_as_fact


def saved(visit: Visit, message: discord.Message) -> FormText:
    """The form's fields. The author's name stands in them only where the server wants that."""
    place = getattr(message.channel, "name", "") or ""
    guild = visit.interaction.guild
    title = " · ".join(filter(None, (f"#{place}" if place else "", guild.name if guild else "")))
    source = Source(
        title,
        author=message.author.display_name if visit.settings.author_names else "",
        published=message.created_at.date().isoformat(),
        url=f"https://discord.com/channels/{visit.server}/{message.channel.id}/{message.id}",
    )
    answer = shorten(clean(message.content), ANSWER)
    return written(Draft(tuple(filter(None, (_question(message),))), answer, source=source), visit.say)


def _question(message: discord.Message) -> str:
    """What the message replies to, where Discord shows us that; in a post's first answers, the post's title."""
    before = message.reference.resolved if message.reference else None
    if isinstance(before, discord.Message) and has_words(before.content):
        return shorten(question_in(before), QUESTION)
    channel = message.channel
    if isinstance(channel, discord.Thread) and isinstance(channel.parent, discord.ForumChannel):
        return shorten(question_text(channel.name), QUESTION)
    return ""
