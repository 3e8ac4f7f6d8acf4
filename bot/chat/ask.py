"""/ask with its autocompletion, and the message menu "Answer this"."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any

import discord
from discord import app_commands

from bot.answers import Found
from bot.chat import logs
from bot.chat.asking import count, find, known, same_question
from bot.chat.buttons.press import server_of
from bot.chat.desk import Answerer
from bot.chat.house import House, handle_of, spoken
from bot.chat.lately import Receipt
from bot.chat.mentions import paused
from bot.chat.offering import MOST, offers, typed_question
from bot.chat.office import Shown
from bot.chat.ours import shown_text
from bot.chat.places import may_speak
from bot.chat.plain import has_words, one_line, question_text
from bot.chat.render import render, render_fact
from bot.chat.rendered import Rendered, saying
from bot.chat.sending import defer, patiently, respond, whisper
from bot.chat.talking import reply, said
from bot.chat.translating import worded
from bot.facts import Fact

log = logging.getLogger(__name__)


def ask_command(house: House) -> app_commands.Command[Any, ..., None]:
    """/ask question [private]."""

    @app_commands.command(name=worded("name-ask"), description=worded("command-ask"))
    @app_commands.describe(question=worded("option-question-help"), private=worded("option-private-help"))
    @app_commands.rename(question=worded("option-question"), private=worded("option-private"))
    async def ask(interaction: discord.Interaction[Any], question: str, private: bool = False) -> None:
        say = spoken(interaction)
        speech = said(one_line(typed_question(question)))
        if speech.only_talk and speech.talk:
            await whisper(interaction, reply(speech.talk, say))
        elif not has_words(speech.words):
            await whisper(interaction, say("how-to-ask-here"))
        else:
            await answer(house, interaction, speech.words, private=private)

    @ask.autocomplete("question")
    async def known_questions(interaction: discord.Interaction[Any], current: str) -> list[app_commands.Choice[str]]:
        try:
            found = await _offers(house, current, interaction.user.id, server_of(interaction))
        except Exception as error:  # noqa: BLE001 - the person is typing, and can ask without an offer
            log.error("An autocompletion failed: %s", logs.outline(error))
            return []
        return [app_commands.Choice(name=name, value=value) for name, value in found]

    return ask


def answer_this_menu(house: House) -> app_commands.ContextMenu:
    """The message menu: whoever opens it on somebody's question answers that, for all to see."""

    @app_commands.context_menu(name=worded("name-answer-this"))
    async def answer_this(interaction: discord.Interaction[Any], message: discord.Message) -> None:
        me = interaction.client.user
        content = shown_text(message) if me and message.author.id == me.id else message.content
        words = said(question_text(content, to_all=message.mention_everyone)).words
        if has_words(words):
            await answer(house, interaction, words, private=False)
        else:
            await whisper(interaction, spoken(interaction)("no-words"))

    return answer_this


async def answer(house: House, interaction: discord.Interaction[Any], question: str, *, private: bool) -> None:
    """Answers a command. Where the server wants no answers that all can see, and where the channel shows the same one
    already, only the asker sees it."""
    say, server, channel = spoken(interaction), server_of(interaction), interaction.channel_id or 0
    with house.desk.at_work():
        pause = house.cooldowns.take(interaction.user.id, channel, server)
        if pause is not None:
            await whisper(interaction, paused(pause, say))
            return
        hidden = private or not may_speak(await house.settings(server), interaction.channel)
        found: list[Receipt] = []
        work = _work(house, interaction, question, found, private=hidden)
        message = await patiently(work, lambda: defer(interaction, thinking=True, private=hidden))
        before = house.lately.shown(channel, found[0].handle) if found and server and not hidden else 0
        if before:
            again = say("answered-above", url=f"https://discord.com/channels/{server}/{channel}/{before}")
            message = await _privately(house, interaction, question, again)
            hidden = True
        sent = await respond(interaction, message, private=hidden)
        if found:
            receipt = found[0]
            house.lately.answers.keep((channel, interaction.user.id), receipt)
            if sent and not hidden:
                person = interaction.user.id
                house.shows(Shown(server, channel, sent, person, receipt.handle, receipt.version))


async def _work(
    house: House, interaction: discord.Interaction[Any], question: str, found: list[Receipt], *, private: bool
) -> Rendered:
    """The message to show. found: takes the receipt of a fact that it shows."""
    say, server = spoken(interaction), server_of(interaction)
    fact: Fact | None
    if (chosen := await known(house, question, server)) is not None:
        fact, version = chosen
        if fact is None:
            return saying(say("gone"))
        question = fact.title
    else:
        result, version = await find(house, question, server)
        fact = same_question(result, question)
        if fact is None:
            await count(house, result, server)
            if isinstance(result, Found):
                found.append(Receipt(question, "", result.best.fact.handle, version, ""))
            stage = await house.stage(
                say, server, interaction.user.id, version=version, question=question, private=private
            )
            return render(result, stage)
    found.append(Receipt(question, "", fact.handle, version, ""))
    stage = await house.stage(say, server, interaction.user.id, version=version, question=question, private=private)
    return render_fact(fact, stage)


async def _privately(house: House, interaction: discord.Interaction[Any], question: str, head: str) -> Rendered:
    """The answer as its asker alone sees it, below a line of ours."""
    message = await _work(house, interaction, question, [], private=True)
    asked, _, rest = message.content.partition("\n")
    bare_asked, _, bare_rest = message.bare.partition("\n")
    small = f"-# {head}"
    return Rendered(f"{asked}\n{small}\n{rest}", f"{bare_asked}\n{small}\n{bare_rest}", message.embeds, message.rows)


async def _offers(house: House, typed: str, typist: int, server: int) -> Sequence[tuple[str, str]]:
    """Names and values of known questions; the pinned ones come first while nothing is typed."""
    pinned = (await house.settings(server)).pinned if not has_words(typed) else ()

    def work(answerer: Answerer) -> list[tuple[str, str]]:
        facts = [answerer.fact(handle_of(id), scope=server) for id in pinned]
        return offers(typed, answerer.complete(typed, MOST, scope=server), [fact for fact in facts if fact])

    return await house.desk.offer((typed, server, pinned), typist, work)
