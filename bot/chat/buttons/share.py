"""Share: an answer that one person sees becomes one for all, once."""

from __future__ import annotations

from typing import Any

import discord

from bot.chat import ids
from bot.chat.buttons.press import Press, server_of
from bot.chat.house import House, spoken_in
from bot.chat.office import Shown
from bot.chat.ours import shown_question
from bot.chat.places import may_speak
from bot.chat.render import render_fact
from bot.chat.rendered import saying
from bot.chat.sending import arguments, replace_message, shows_embeds, whisper
from bot.languages.catalogue import Language


class Share(Press, template=ids.SHARE.pattern):
    """Posts the answer to the channel as its asker's."""

    async def press(self, interaction: discord.Interaction[Any], house: House, say: Language) -> None:
        """Whoever shares must be allowed to write there, and so must the bot by the server's own settings."""
        message, server = interaction.message, server_of(interaction)
        permissions = interaction.permissions
        in_thread = isinstance(interaction.channel, discord.Thread)
        allowed = permissions.send_messages_in_threads if in_thread else permissions.send_messages
        if interaction.guild_id and not allowed:
            await whisper(interaction, say("may-not-share"))
            return
        if not may_speak(await house.settings(server), interaction.channel):
            await whisper(interaction, say("not-here"))
            return
        if message is None or house.lately.shared.get(message.id):
            await whisper(interaction, say("shared-already"))
            return
        house.lately.shared.keep(message.id, interaction.user.id)
        fact, version = await house.fact(self.handle, server)
        if fact is None:
            await whisper(interaction, say("gone"))
            return
        question = shown_question(message)
        aloud = await spoken_in(house, interaction.guild) if interaction.guild else say
        stage = await house.stage(aloud, server, interaction.user.id, version=version, question=question)
        # first the button goes, so that nobody presses it twice
        await replace_message(interaction, saying(say("shared")))
        shown = arguments(render_fact(fact, stage), embeds=shows_embeds(interaction))
        sent = await interaction.followup.send(wait=True, **shown)
        person, channel = interaction.user.id, interaction.channel_id or 0
        house.shows(Shown(server, channel, sent.id, person, fact.handle, version))
