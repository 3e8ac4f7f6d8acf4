"""Delete: takes an answer away, for whoever asked and for moderators."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.chat import ids
from bot.chat.buttons.press import Press
from bot.chat.house import House
from bot.chat.sending import PROMPTLY, deliver, whisper
from bot.languages.catalogue import Language

if TYPE_CHECKING:
    import discord


class Delete(Press, template=ids.DELETE.pattern):
    """Deletes its message."""

    async def press(self, interaction: discord.Interaction[Any], house: House, say: Language) -> None:
        """The asker's right stands in the id, a moderator's in what Discord says of them now."""
        if interaction.user.id != self.asker and not interaction.permissions.manage_messages:
            await whisper(interaction, say("may-not-delete"))
            return
        await deliver(interaction.response.defer, PROMPTLY)
        await interaction.delete_original_response()
        if interaction.message:
            house.lately.gone(interaction.message.id)
