"""A bot on SimCord, with a table in memory."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from bot.chat.client import FactbotClient
from bot.chat.curation.pump import Pump

from .clerk import Clerk
from .counter import Counter, opened, people
from .table import Table

if TYPE_CHECKING:
    from simcord.env import Env

    from bot.answering import Answerer
    from bot.chat.office import Office
    from bot.curation.writer import Writer


@pytest.fixture
def table() -> Table:
    """What the bot under test knows."""
    return Table()


@pytest.fixture
def clerk() -> Clerk:
    """Who works in the bot's office."""
    return Clerk()


@pytest.fixture
def simcord_bot(request: pytest.FixtureRequest, table: Table, clerk: Clerk) -> FactbotClient:
    """The real client; SimCord connects it. The marks `office` and `all_messages` give it a staffed office, and the
    privileged intent; `counter` a real table behind it."""
    if request.node.get_closest_marker("counter"):
        _, office, answerer = request.getfixturevalue("staff")
        # it would look at the outbox for ever, and no test would ever be through
        request.getfixturevalue("monkeypatch").setattr(Pump, "run", _rests)
        return FactbotClient(answerer, office=office)
    office = clerk.office if request.node.get_closest_marker("office") else None
    reads_all = request.node.get_closest_marker("all_messages") is not None
    return FactbotClient(table, office=office, message_content=reads_all)


async def _rests(_pump: Pump) -> None:
    """In place of the pump's own rounds: a test asks for one with `Counter.pumped`."""


@pytest.fixture
def staff(tmp_path: Path, club_path: Path) -> Iterator[tuple[Writer, Office, Answerer]]:
    """Everybody who works on a copy of the club's table."""
    with opened(tmp_path / "facts.db", club_path) as everybody:
        yield everybody


@pytest.fixture
def counter(simcord_env: Env, staff: tuple[Writer, Office, Answerer]) -> Counter:
    """Two servers, and the people there."""
    return people(simcord_env, *staff)


@dataclass
class Server:
    """A server with a channel, two people, and the bot."""

    env: Env
    guild: Any
    general: Any
    alice: Any
    bob: Any

    @property
    def me(self) -> str:
        """The bot's mention."""
        return f"<@{self.env.bot.user.id}>"

    @property
    def last(self) -> Any:
        """The newest message of the channel."""
        return self.general.last_message


@pytest.fixture
def server(simcord_env: Env) -> Server:
    """A server where the bot may do what it needs."""
    guild = simcord_env.create_guild()
    alice, bob = (guild.add_member(simcord_env.create_user(name)) for name in ("alice", "bob"))
    return Server(simcord_env, guild, guild.create_text_channel("general"), alice, bob)
