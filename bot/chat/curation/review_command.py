"""/review: what waits for the curators; for members, what they put in themselves."""

from __future__ import annotations

from typing import Any, Final

import discord
from discord import app_commands

from bot.chat import ids
from bot.chat.curation.previews import message
from bot.chat.curation.proposals import headline
from bot.chat.curation.visiting import CounterPress, Visit, enter
from bot.chat.house import House
from bot.chat.rendered import Button, Rendered
from bot.chat.translating import worded

PAGE: Final = 5


def review_command(_house: House) -> app_commands.Command[Any, ..., None]:
    """/review."""

    @app_commands.command(name=worded("name-review"), description=worded("command-review"))
    @app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
    @app_commands.allowed_installs(guilds=True, users=False)
    async def review(interaction: discord.Interaction[Any]) -> None:
        visit = await enter(interaction)
        if visit is not None:
            await visit.show(queue(visit))

    return review


async def queue(visit: Visit, below: int = 0) -> Rendered:
    """A page of what waits, the latest first, with a button each."""
    say = visit.say
    page = await visit.do(
        lambda curation: curation.review.page(visit.server, visit.who, below=below or None, limit=PAGE)
    )
    lines = [say("review-head", count=page.total) if page.items else say("review-nothing")]
    lines += [f"- {headline(one, say)}" for one in page.items]
    looks = tuple(Button(f"#{one.number}", ids.PROPOSAL(what="look", number=one.number)) for one in page.items)
    turns = []
    if below:
        turns.append(Button(say("button-back"), ids.REVIEW(number=0)))
    if page.more:
        turns.append(Button(say("button-next"), ids.REVIEW(number=page.more)))
    return message(lines, tuple(filter(None, (looks, tuple(turns)))))


class ReviewTurn(CounterPress, template=ids.REVIEW.pattern):
    """Turns to another page of the queue."""

    async def serve(self, visit: Visit) -> None:
        """Of what waits now."""
        await visit.show(queue(visit, self.number))
