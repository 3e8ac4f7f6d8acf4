"""Thumbs under an answer: up is a count without a name, down goes to the curators like a report without words."""

from __future__ import annotations

from bot.chat import ids
from bot.chat.curation.visiting import CounterPress, Visit
from bot.chat.sending import whisper
from bot.curation.roles import Action
from bot.curation.values import Spot


class Thumb(CounterPress, template=ids.THUMB.pattern):
    """One of the two."""

    action = Action.REPORT

    async def serve(self, visit: Visit) -> None:
        """A second press of the same person counts for nothing."""
        message, up = visit.interaction.message, self.what == "up"
        if message is None or self.what not in {"up", "down"}:
            return
        if not visit.house.lately.thumbs.first((message.id, visit.who.user, up)):
            await whisper(visit.interaction, visit.say("thumb-again"))
            return
        if up:
            await visit.promptly(lambda curation: curation.review.thumb_up(visit.server, self.handle))
        else:
            spot = Spot(message.channel.id, message.id)
            await visit.promptly(
                lambda curation: curation.review.report(
                    visit.server, visit.who, spot, handle=self.handle, version=self.version
                )
            )
        await whisper(visit.interaction, visit.say(f"thumb-{self.what}"))
