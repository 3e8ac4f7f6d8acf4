"""The desk, the memories and the pauses: what keeps a flood from piling up."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import Sequence
from contextlib import ExitStack

import pytest

from bot.answers import Answer, Match, Unknown
from bot.chat.desk import BusyError, Desk
from bot.chat.memory import InHand, Pace, Seen
from bot.chat.reconnecting import Reconnecting
from bot.errors import TableError

from .table import PEOPLE, Table


class Gate(Table):
    """A table that answers only when the gate is open."""

    def __init__(self) -> None:
        super().__init__()
        self.open = threading.Event()

    def ask(
        self,
        question: str,
        *,
        context: str = "",
        limit: int = 10,
        scope: int = 0,
        certainty: float | None = None,
    ) -> Answer:
        """Waits."""
        self.open.wait(5)
        return Unknown(question, (), (), ())

    def complete(self, beginning: str, limit: int = 25, *, scope: int = 0) -> list[Match]:
        """Waits for a text that says so."""
        if beginning == "wait":
            self.open.wait(5)
        return super().complete(beginning, limit, scope=scope)


async def offered(desk: Desk, text: str, typist: int) -> Sequence[Match]:
    """The questions for what a person typed."""
    return await desk.offer(text, typist, lambda answerer: answerer.complete(text))


async def test_a_flood_is_turned_away_and_not_piled_up() -> None:
    """Two are looked up, three may wait, the sixth is told; afterwards there is room again."""
    gate = Gate()
    desk = Desk(gate, threads=2, line=3)

    async def ask(question: str) -> Answer:
        return await desk.look_up(lambda answerer: answerer.ask(question))

    asked = [asyncio.create_task(ask(str(number))) for number in range(5)]
    await asyncio.sleep(0)

    with pytest.raises(BusyError):
        await ask("one too many")
    assert 2 == len(await offered(desk, "how", 1)), "typing waits for nobody who asked"

    gate.open.set()
    assert [str(number) for number in range(5)] == [answer.question for answer in await asyncio.gather(*asked)]
    assert "again" == (await ask("again")).question
    desk.close()


async def test_a_table_that_is_held_by_a_writer_is_busy_and_not_broken() -> None:
    """Whether SQLite says so itself, or somebody says it for SQLite."""

    def held() -> None:
        error = sqlite3.OperationalError("database is locked")
        error.sqlite_errorname = "SQLITE_BUSY"
        raise TableError("cannot be read") from error

    desk = Desk(Table())
    with pytest.raises(BusyError):
        await desk.look_up(lambda _: held())
    with pytest.raises(TableError):
        await desk.look_up(lambda _: (_ for _ in ()).throw(TableError("not a fact table")))
    desk.close()


async def test_an_overtaken_autocompletion_is_not_looked_up() -> None:
    """Only the newest text of a person who types is; another person's is too."""
    gate = Gate()
    desk = Desk(gate, threads=1, line=10)
    blocked = asyncio.create_task(offered(desk, "wait", 3))
    await asyncio.sleep(0)
    typed = [asyncio.create_task(offered(desk, text, 1)) for text in ("h", "ho", "how")]
    typed.append(asyncio.create_task(offered(desk, "when", 2)))
    await asyncio.sleep(0)
    gate.open.set()

    assert [0, 0, 2, 1] == [len(offers) for offers in await asyncio.gather(*typed)]
    assert ["wait", "how", "when"] == gate.completed
    await blocked
    desk.close()


async def test_what_is_typed_in_a_flood_is_answered_in_time_if_with_nothing() -> None:
    """An offer that comes too late is not worth a lookup; who has asked does not wait behind those who type."""
    gate = Gate()
    desk = Desk(gate, threads=1, line=2, typing=0.05)
    typed = [asyncio.create_task(offered(desk, "wait" if not typist else "how", typist)) for typist in range(4)]
    await asyncio.sleep(0.1)

    assert PEOPLE == await desk.look_up(lambda answerer: answerer.fact(PEOPLE.handle))
    assert () == await typed[3], "the line is full"
    gate.open.set()
    assert [0, 0, 0] == [len(found) for found in await asyncio.gather(*typed[:3])]
    assert ["wait"] == gate.completed
    desk.close()


async def test_a_desk_that_closes_waits_for_who_is_at_work_and_not_for_ever() -> None:
    """A reply that hangs must not keep the program."""
    desk = Desk(Table())
    with desk.at_work():
        await asyncio.wait_for(desk.finish(0.05), 1)
        leaving = asyncio.create_task(desk.finish(60))
        await asyncio.sleep(0)
        assert not leaving.done()
    await asyncio.wait_for(leaving, 1)
    await asyncio.wait_for(desk.finish(60), 1)
    desk.close()


def test_a_pace_lets_a_few_go_at_once_and_then_one_after_the_other() -> None:
    """Ten a second: five at once, then one every tenth of a second; a pause earns the five again and no more."""
    now = 0.0
    pace = Pace(10, clock=lambda: now)

    assert [0, 0, 0, 0, 0, 0.1, 0.2] == [round(pace.wait(), 3) for _ in range(7)]
    now = 100.0
    assert [0, 0, 0, 0, 0, 0.1] == [round(pace.wait(), 3) for _ in range(6)]


def test_a_thing_is_new_once_until_it_is_forgotten() -> None:
    """By age, or by what came after it."""
    now = 0.0
    seen = Seen(size=2, seconds=60, clock=lambda: now)

    assert [True, False, True, True] == [seen.first(thing) for thing in ("a", "a", "b", "c")]
    assert [True, False] == [seen.first("a"), seen.first("c")]
    now = 61.0
    assert seen.first("c")


def test_what_is_in_hand_is_counted_by_place_and_altogether() -> None:
    """Two at a place, three in all."""
    hand = InHand(each=2, total=3)
    with ExitStack() as stack:
        places = ("here", "here", "here", "there", "elsewhere")
        rooms = [stack.enter_context(hand.one(place)) for place in places]

    assert [True, True, False, True, False] == rooms
    with hand.one("here") as again:
        assert again


def test_pauses_grow_to_five_minutes_and_an_outage_is_said_once(caplog: pytest.LogCaptureFixture) -> None:
    """One second, doubled each time, drawn up to half as long again."""
    shortest = Reconnecting(jitter=lambda low, high: low)
    longest = Reconnecting(jitter=lambda low, high: high)

    assert [1, 2, 4, 8, 16, 32, 64, 128, 200, 200] == [shortest.failed("refused") for _ in range(10)]
    assert [1.5, 3, 6, 12, 24, 48, 96, 192, 300, 300] == [longest.failed("refused") for _ in range(10)]
    shortest.made()
    assert 2 == caplog.text.count("cannot be reached") and 1 == caplog.text.count("can be reached again")


def test_a_broken_connection_is_taken_up_at_once_unless_it_keeps_breaking() -> None:
    """After three that broke early there are pauses; one that held half a minute clears the count."""
    now = 0.0
    reconnecting = Reconnecting(clock=lambda: now, jitter=lambda low, high: low)
    pauses = []
    for _ in range(5):
        reconnecting.made()
        pauses.append(reconnecting.failed("dropped"))
    reconnecting.made()
    now = 31.0

    assert [0, 0, 0, 1, 2] == pauses
    assert 0 == reconnecting.failed("dropped")
    assert 1 == reconnecting.failed("refused")
