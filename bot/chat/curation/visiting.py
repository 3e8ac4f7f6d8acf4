"""Somebody comes to the counter: who they are here and now, and how what came of it is shown to them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from bot.chat.buttons.press import Press, server_of
from bot.chat.curation.clerk import Clerk
from bot.chat.curation.permissions import person
from bot.chat.curation.sentences import sentence
from bot.chat.desk import BusyError
from bot.chat.house import House, house_of, spoken
from bot.chat.rendered import Rendered, Stage, saying
from bot.chat.sending import defer, patiently, replace_message, whisper
from bot.curation.roles import Action, Person, may
from bot.curation.values import Spot
from bot.errors import FactbotError
from bot.languages.catalogue import Language
from bot.servers import ServerSettings

if TYPE_CHECKING:
    import discord

    from bot.curation.desk import Curation

Result = TypeVar("Result")

PROMPT = 2.0
"""Seconds that may pass before a form must be on its way: Discord takes it as a first response only."""


@dataclass(frozen=True, slots=True)
class Visit:
    """One interaction of one person on one server."""

    interaction: discord.Interaction[Any]
    house: House
    clerk: Clerk
    say: Language
    server: int
    who: Person
    settings: ServerSettings

    @property
    def spot(self) -> Spot:
        """Where the person is, so that they can be told there what becomes of it."""
        return Spot(self.interaction.channel_id or 0)

    @property
    def curates(self) -> bool:
        """Whether they may change facts."""
        return may(self.who.role, Action.CHANGE)

    @property
    def in_place(self) -> bool:
        """Whether what was pressed stands in a message that this person alone sees; the next takes its place."""
        message = self.interaction.message
        return bool(message and message.flags.ephemeral)

    async def do(self, work: Callable[[Curation], Result]) -> Result:
        """What the clerk makes of it."""
        return await self.clerk.do(work)

    async def promptly(self, work: Callable[[Curation], Result]) -> Result:
        """The same, where a form waits for it. Raises BusyError when it takes too long for one."""
        try:
            return await asyncio.wait_for(self.clerk.do(work), PROMPT)
        except TimeoutError:
            raise BusyError from None

    async def show(self, work: Coroutine[Any, Any, Rendered]) -> None:
        """Shows what comes of the work to this person alone; what went wrong with it is said in a sentence."""
        in_place = self.in_place
        shown = patiently(self._told(work), lambda: defer(self.interaction, thinking=not in_place, private=True))
        message = await shown
        await (replace_message if in_place else whisper)(self.interaction, message)

    async def stage(self, *, version: int = 0) -> Stage:
        """For whom a fact is shown."""
        return await self.house.stage(self.say, self.server, self.who.user, version=version, private=True)

    async def _told(self, work: Coroutine[Any, Any, Rendered]) -> Rendered:
        try:
            return await work
        except FactbotError as error:
            return saying(sentence(error, self.say))


async def enter(interaction: discord.Interaction[Any], action: Action = Action.PROPOSE) -> Visit | None:
    """The visit, for somebody who may do this here and now; else they are told why not."""
    house, say, server = house_of(interaction), spoken(interaction), server_of(interaction)
    clerk = house.office.clerk
    if not server:
        await whisper(interaction, say("curation-on-servers"))
    elif clerk is None:
        await whisper(interaction, say("curation-read-only"))
    else:
        settings = await house.settings(server)
        who = person(interaction, settings)
        if may(who.role, action):
            return Visit(interaction, house, clerk, say, server, who, settings)
        await whisper(interaction, say("curation-denied"))
    return None


class CounterPress(Press, template=r"(?!)"):
    """A button of the counter. A subclass says what one must be allowed to, and what it does."""

    action: Action = Action.PROPOSE

    async def press(self, interaction: discord.Interaction[Any], house: House, say: Language) -> None:
        """Who may not, any more, is told so."""
        visit = await enter(interaction, self.action)
        if visit is None:
            return
        try:
            await self.serve(visit)
        except FactbotError as error:
            await whisper(interaction, sentence(error, say))

    async def serve(self, visit: Visit) -> None:
        """What the button does."""
        raise NotImplementedError

    @property
    def number(self) -> int:
        """What it is about: a draft, a proposal, a question, a change."""
        return int(self.values["number"])

    @property
    def what(self) -> str:
        """What is to be done with it."""
        return self.values["what"]
