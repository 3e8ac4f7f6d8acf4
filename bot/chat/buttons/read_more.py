"""Read more: the whole of a long answer, for whoever wants to read it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.chat import ids
from bot.chat.buttons.press import Press, server_of
from bot.chat.cards import answer_text
from bot.chat.folding import pages
from bot.chat.house import House
from bot.chat.rendered import saying
from bot.chat.sending import defer, patiently, whisper
from bot.languages.catalogue import Language
from bot.links import passage_link

if TYPE_CHECKING:
    import discord

PAGE = 1900
"""Units of one message of it."""
MOST = 5
"""Messages of it; Discord allows five where the bot is no member of the server."""


class ReadMore(Press, template=ids.READ.pattern):
    """Shows the whole answer, page by page."""

    async def press(self, interaction: discord.Interaction[Any], house: House, say: Language) -> None:
        """In private messages: the channel keeps the short form."""
        server = server_of(interaction)
        fact, _ = await patiently(
            house.fact(self.handle, server), lambda: defer(interaction, thinking=True, private=True)
        )
        if fact is None:
            await whisper(interaction, say("gone"))
            return
        text, images = answer_text(fact.answer)
        parts = list(pages(text, PAGE))
        parts[-1:] = [*parts[-1:], *(f"<{image.url}>" for image in images)] if not parts else parts[-1:]
        shown = parts[:MOST]
        if len(parts) > MOST:
            stage = await house.stage(say, server, interaction.user.id)
            address = passage_link(fact, stage.site_url)
            shown[-1] += "\n\n" + (say("rest-at", address=f"<{address}>") if len(address) in range(1, 90) else "…")
        for part in shown:
            await whisper(interaction, saying(part))
