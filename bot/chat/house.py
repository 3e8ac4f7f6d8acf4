"""What every door in the chat has at hand: the desk, the office, what was said lately, and how a server wants it."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

from bot.answers import Answer
from bot.chat.cooldowns import Cooldowns
from bot.chat.desk import Answerer, Desk
from bot.chat.lately import Lately
from bot.chat.memory import Kept
from bot.chat.office import Office, Shown
from bot.chat.recording import Recording
from bot.chat.rendered import Stage
from bot.facts import SHARED, Fact, digest
from bot.languages.catalogue import Language, language
from bot.servers import ServerSettings

if TYPE_CHECKING:
    import discord

REMEMBERED = 30.0
"""Seconds that a server's settings are taken from memory; a change by this process is seen at once."""


class House:
    """One for a client.

    site_url: where the sources can be read, for servers that say nothing else.
    reads_all: whether Discord shows us messages that do not mention us.
    """

    def __init__(
        self, answerer: Answerer, office: Office | None = None, *, site_url: str = "", reads_all: bool = False
    ) -> None:
        self.desk = Desk(answerer)
        self.office = office or Office()
        self.site_url = site_url
        self.reads_all = reads_all
        self.cooldowns = Cooldowns()
        self.lately = Lately()
        self.records = Recording(self.desk, self.office.records)
        self.since = time.monotonic()
        self._settings: Kept[int, ServerSettings] = Kept(2048, REMEMBERED)
        self._wake: Callable[[], None] = lambda: None

    async def settings(self, server: int) -> ServerSettings:
        """How a server wants it; the defaults in a direct message, and where nothing is kept."""
        servers = self.office.servers
        if not server or servers is None:
            return ServerSettings()
        known = self._settings.get(server)
        if known is None:
            known = await self.desk.look_up(lambda _: servers.settings(server))
            self._settings.keep(server, known)
        return known

    async def change(self, server: int, settings: ServerSettings) -> None:
        """Keeps a server's settings."""
        servers = self.office.servers
        if servers is not None:
            await self.desk.hand_over(lambda: servers.change(server, settings))
            self._settings.keep(server, settings)

    async def ask(self, question: str, server: int, *, context: str = "") -> tuple[Answer, int]:
        """The answer for a server, and the table's version that it comes from."""
        certainty = (await self.settings(server)).certainty
        return await self.desk.look_up(
            lambda answerer: (
                answerer.ask(question, context=context, scope=server or SHARED, certainty=certainty),
                answerer.version(),
            )
        )

    async def fact(self, handle: str, server: int) -> tuple[Fact | None, int]:
        """The fact with this handle as a server has it, and the table's version."""
        return await self.desk.look_up(
            lambda answerer: (answerer.fact(handle, scope=server or SHARED), answerer.version())
        )

    async def pinned(self, server: int) -> list[Fact]:
        """The facts that the server's moderators pinned, those of them that are there."""
        handles = [handle_of(id) for id in (await self.settings(server)).pinned]
        if not handles:
            return []
        return await self.desk.look_up(
            lambda answerer: [fact for one in handles if (fact := answerer.fact(one, scope=server)) is not None]
        )

    def shows(self, shown: Shown) -> None:
        """A message that all can see shows a fact."""
        self.lately.show(shown.channel, shown.handle, shown.message)
        self.records.show(shown)

    def on_curated(self, wake: Callable[[], None]) -> None:
        """What is to be done when facts were changed, or somebody is to hear something."""
        self._wake = wake

    def curated(self) -> None:
        """Something was changed or decided at the counter."""
        self._wake()

    async def stage(
        self,
        say: Language,
        server: int,
        asker: int,
        *,
        version: int = 0,
        question: str = "",
        private: bool = False,
        picked: bool = False,
    ) -> Stage:
        """For whom and where an answer is shown."""
        settings = await self.settings(server)
        return Stage(
            say=say,
            asker=asker,
            question=question,
            version=version,
            site_url=settings.site_url or self.site_url,
            private=private,
            reports=self.office.reports is not None,
            curators=self.office.gaps is not None,
            counter=bool(server) and self.office.clerk is not None,
            picked=picked,
        )


def handle_of(id: str) -> str:
    """The handle of the fact with this id."""
    return digest(id, 12)


def house_of(interaction: discord.Interaction[Any]) -> House:
    """The house of the client that an interaction came to."""
    return cast("House", cast("Any", interaction.client).house)


def spoken(interaction: discord.Interaction[Any]) -> Language:
    """The language that a person has chosen in Discord."""
    return language(interaction.locale.value)


async def spoken_in(house: House, guild: discord.Guild | None) -> Language:
    """The language of a server: what its moderators set, else what Discord says of it."""
    if guild is None:
        return language("en-US")
    settings = await house.settings(guild.id)
    return language(settings.language or guild.preferred_locale.value)
