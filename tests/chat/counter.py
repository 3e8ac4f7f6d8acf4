"""A bot whose counter is open: a real table with a real curation behind it, two servers, and people of every kind."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import discord

from bot.answering import Answerer
from bot.chat.client import FactbotClient
from bot.chat.curation.desks import staffed
from bot.chat.curation.pump import Pump
from bot.curation.writer import Writer
from bot.languages.catalogue import english
from bot.servers import ServerSettings
from bot.store.reading import FactTable

if TYPE_CHECKING:
    from simcord.env import Env

    from bot.chat.office import Office

SAY = english()
SOURCE = "Title: Club wiki\nAddress: https://club.example/wiki"
SAUNA = {"questions": "When does the sauna open?", "answer": "At noon.", "source": SOURCE}


@dataclass
class Counter:
    """Two servers, HERE with a channel for curators. mana manages here, cora curates, alice and bob are members;
    cleo curates there."""

    env: Env
    writer: Writer
    office: Office
    answerer: Answerer
    here: Any
    there: Any
    general: Any
    desk: Any
    elsewhere: Any
    curators: Any
    mana: Any
    cora: Any
    carl: Any
    alice: Any
    bob: Any
    cleo: Any

    @property
    def me(self) -> str:
        """The bot's mention."""
        return f"<@{self.env.bot.user.id}>"

    async def form(self, person: Any, form: Any, **texts: str) -> Any:
        """Fills a form in and sends it; what is not given stays as it is offered."""
        offered = {
            part["component"]["custom_id"]: part["component"].get("value") or ""
            for part in form._interaction.modal["components"]
        }
        return await person.submit_modal(form, offered | texts)

    async def propose(self, person: Any, **texts: str) -> Any:
        """The preview of a new fact."""
        return await self.form(person, await person.slash(self.general, "fact add"), **(SAUNA | texts))

    async def add(self, person: Any, **texts: str) -> Any:
        """A new fact, kept by a curator or proposed by a member."""
        preview = await self.propose(person, **texts)
        label = "button-draft-keep" if person in (self.mana, self.cora, self.carl) else "button-draft-propose"
        await person.click(preview.response, label=SAY(label))
        return preview

    async def asked(self, question: str) -> str:
        """What bob is answered, in private."""
        shown = await self.bob.slash(self.general, "ask", question=question, private=True)
        return f"{shown.response.content}"

    def handle(self, question: str) -> str:
        """The handle of a fact of this server."""
        matches = self.answerer.complete(question, scope=self.here.id)
        return matches[0].fact.handle if matches else ""

    async def pumped(self) -> None:
        """What is due is said."""
        client, clerk = self.env.bot, self.office.clerk
        assert isinstance(client, FactbotClient) and clerk is not None
        await Pump(client, client.house, clerk).round()
        await self.env.settle()

    async def restart(self) -> None:
        """A new process, with the same table."""
        await self.env.restart_bot(FactbotClient(self.answerer, office=self.office))

    def settle(self, **settings: Any) -> None:
        """Changes how the server wants it."""
        kept = ServerSettings(**({"curator_role": self.curators.id, "log_channel": self.desk.id} | settings))
        servers = self.office.servers
        assert servers is not None
        servers.change(self.here.id, kept)
        client = self.env.bot
        assert isinstance(client, FactbotClient)
        client.house._settings.pop(self.here.id)


@contextmanager
def opened(path: Path, original: Path) -> Iterator[tuple[Writer, Office, Answerer]]:
    """A copy of a table, with everybody who reads and writes it."""
    shutil.copy(original, path)
    with Writer(path) as writer, FactTable(path) as table:
        yield writer, staffed(writer, table.settings), Answerer(table)


def people(env: Env, writer: Writer, office: Office, answerer: Answerer) -> Counter:
    """The servers, and who is there."""
    here, there = env.create_guild(), env.create_guild()
    general, desk = here.create_text_channel("general"), here.create_text_channel("desk")
    elsewhere = there.create_text_channel("elsewhere")
    manages = here.create_role("manages", permissions=discord.Permissions(manage_guild=True))
    curators, others = here.create_role("curators"), there.create_role("curators")
    named = {
        name: here.add_member(env.create_user(name), roles=roles)
        for name, roles in (("mana", [manages]), ("cora", [curators]), ("carl", [curators]), ("alice", []), ("bob", []))
    }
    cleo = there.add_member(env.create_user("cleo"), roles=[others])
    counter = Counter(
        env, writer, office, answerer, here, there, general, desk, elsewhere, curators, **named, cleo=cleo
    )
    counter.settle()
    servers = office.servers
    assert servers is not None
    servers.change(there.id, ServerSettings(curator_role=others.id))
    return counter
