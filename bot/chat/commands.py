"""The commands: /ask with its autocompletion, and the message menu "Answer this"."""

from __future__ import annotations

import logging
from typing import Any

import discord
from discord import app_commands

from bot.answers import Suggestions
from bot.chat import logs
from bot.chat.desk import BusyError, Desk
from bot.chat.plain import has_words, one_line, question_text
from bot.chat.render import (
    GONE,
    HOW_TO_ASK_HERE,
    NO_WORDS,
    Rendered,
    chosen_handle,
    completion,
    render,
    render_fact,
    saying,
)
from bot.chat.sending import apologise, respond, whisper
from bot.chat.views import buttons

log = logging.getLogger(__name__)


class Commands(app_commands.CommandTree[discord.Client]):
    """All commands, everywhere: on servers and for single users, in channels and in every kind of direct message."""

    def __init__(self, client: discord.Client, desk: Desk) -> None:
        super().__init__(
            client,
            allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=True),
            allowed_installs=app_commands.AppInstallationType(guild=True, user=True),
        )
        self.add_command(ask_command(desk))
        self.add_command(answer_this_menu(desk))

    async def on_error(
        self, interaction: discord.Interaction[discord.Client], error: app_commands.AppCommandError, /
    ) -> None:
        """The person gets one sentence, the log the traceback."""
        if isinstance(error, app_commands.CommandNotFound | app_commands.CommandSignatureMismatch):
            log.warning("A command was used that is registered differently; `factbot sync` registers them anew.")
            await whisper(
                interaction, "This command has changed since Discord loaded it. Please try again in a minute."
            )
            return
        cause = error.original if isinstance(error, app_commands.CommandInvokeError) else error
        await apologise(interaction, cause, busy=isinstance(cause, BusyError))


def ask_command(desk: Desk) -> app_commands.Command[Any, ..., None]:
    """/ask question [private]."""

    @app_commands.command(name="ask", description="Answers a question, and shows where the answer comes from")
    @app_commands.describe(
        question="What you want to know, in your own words; known questions are offered as you type",
        private="Show the answer only to me",
    )
    async def ask(interaction: discord.Interaction[Any], question: str, private: bool = False) -> None:
        with desk.at_work():
            if has_words(question):
                await respond(interaction, _answer(desk, question), buttons, private=private)
            else:
                await whisper(interaction, HOW_TO_ASK_HERE)

    @ask.autocomplete("question")
    async def known_questions(interaction: discord.Interaction[Any], current: str) -> list[app_commands.Choice[str]]:
        try:
            matches = await desk.complete(current, interaction.user.id)
        except Exception as error:  # noqa: BLE001 - the person is typing, and can ask without an offer
            log.error("An autocompletion failed: %s", logs.outline(error))
            return []
        offers = dict(completion(match.fact) for match in reversed(matches[:25]))
        return [app_commands.Choice(name=name, value=value) for name, value in reversed(offers.items())]

    return ask


def answer_this_menu(desk: Desk) -> app_commands.ContextMenu:
    """The message menu: whoever opens it on somebody's question answers that, for all to see."""

    @app_commands.context_menu(name="Answer this")
    async def answer_this(interaction: discord.Interaction[Any], message: discord.Message) -> None:
        question = question_text(message.content, to_all=message.mention_everyone)
        with desk.at_work():
            if has_words(question):
                await respond(interaction, _answer(desk, question), buttons, private=False)
            else:
                await whisper(interaction, NO_WORDS)

    return answer_this


async def _answer(desk: Desk, question: str) -> Rendered:
    """What to show. A known question, chosen from the list or written just so, is not asked back."""
    handle = chosen_handle(question)
    if not handle:
        answer = await desk.ask(question)
        offered = [match.fact for match in answer.choices] if isinstance(answer, Suggestions) else []
        same = [fact for fact in offered if one_line(fact.title) == one_line(question)]
        return render_fact(same[0]) if len(same) == 1 else render(answer)
    fact = await desk.fact(handle)
    return render_fact(fact) if fact else saying(GONE)
