"""A choice: turns its message into the answer that the asker picks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.chat import ids
from bot.chat.buttons.press import Press, server_of
from bot.chat.house import House
from bot.chat.office import Shown
from bot.chat.ours import shown_question
from bot.chat.render import render_fact
from bot.chat.sending import defer, patiently, replace_message, whisper
from bot.languages.catalogue import Language

if TYPE_CHECKING:
    import discord


class Pick(Press, template=ids.PICK.pattern):
    """One of several near facts."""

    async def press(self, interaction: discord.Interaction[Any], house: House, say: Language) -> None:
        """Shows the fact, to the asker alone."""
        if interaction.user.id != self.asker:
            await whisper(interaction, say("not-yours"))
            return
        server = server_of(interaction)
        fact, version = await patiently(house.fact(self.handle, server), lambda: defer(interaction, thinking=False))
        if fact is None:
            await whisper(interaction, say("gone"))
            return
        message = interaction.message
        private = bool(message and message.flags.ephemeral)
        question = shown_question(message) if message else ""
        stage = await house.stage(
            say, server, self.asker, version=version, question=question, private=private, picked=True
        )
        await replace_message(interaction, render_fact(fact, stage))
        if message and not private:
            house.shows(Shown(server, message.channel.id, message.id, self.asker, fact.handle, version))
        clerk = house.office.clerk
        if clerk is not None and server:
            await clerk.do(lambda curation: curation.review.picked(server, self.handle))
