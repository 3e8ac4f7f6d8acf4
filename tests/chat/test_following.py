"""An answer follows its question: edits, deletions; and is not given twice, nor without end."""

from __future__ import annotations

import pytest

from bot.chat.client import FactbotClient
from bot.chat.cooldowns import CHANNEL, MEMBER, SECONDS, SERVER, Cooldowns
from bot.chat.lately import AGAIN, Lately
from bot.chat.memory import Kept
from bot.chat.office import Shown
from bot.languages.catalogue import english

from .clerk import Clerk
from .conftest import Server
from .table import CARS, OPENING, PEOPLE, Table, told

SAY = english()


async def test_an_edited_question_changes_its_answer(server: Server) -> None:
    """In place; an edit that changes no word costs no lookup."""
    question = await server.alice.send(server.general, f"{server.me} people")
    answer = server.last
    await server.alice.edit(question, f"{server.me} cars")

    assert answer.id == server.last.id
    assert told(CARS) == server.last.content


async def test_an_edit_of_something_else_costs_nothing(server: Server, table: Table) -> None:
    """Discord tells of an edit too when it adds a preview of a link."""
    question = await server.alice.send(server.general, f"{server.me} people")
    await server.alice.edit(question, f"{server.me} people")

    assert 1 == len(table.asked)


async def test_a_question_that_mentions_the_bot_only_after_an_edit_is_answered(server: Server) -> None:
    """Forgetting the mention is what happens."""
    question = await server.alice.send(server.general, "people")
    await server.alice.edit(question, f"{server.me} people")

    assert told(PEOPLE) == server.last.content


async def test_a_deleted_question_takes_its_answer_with_it(server: Server) -> None:
    """And the same question can be asked again at once."""
    question = await server.alice.send(server.general, f"{server.me} people")
    await server.alice.delete(question)
    left = server.last
    await server.alice.send(server.general, f"{server.me} people")

    assert left is None
    assert told(PEOPLE) == server.last.content


async def test_the_same_fact_in_a_channel_is_pointed_to(server: Server) -> None:
    """By a short reply; another fact is shown, and so is the same one elsewhere."""
    await server.alice.send(server.general, f"{server.me} people")
    first = server.last
    await server.bob.send(server.general, f"{server.me} how many people")
    again = server.last.content
    await server.bob.send(server.general, f"{server.me} open")
    other = server.last.content
    elsewhere = server.guild.create_text_channel("elsewhere")
    await server.bob.send(elsewhere, f"{server.me} people")

    assert SAY("answered-above", url=first.jump_url) == again
    assert [told(OPENING), told(PEOPLE)] == [other, elsewhere.last_message.content]


async def test_a_command_that_asks_again_is_answered_in_private(server: Server) -> None:
    """With the answer, and the way to the one that all can see."""
    await server.alice.send(server.general, f"{server.me} people")
    first = server.last

    shown = await server.bob.slash(server.general, "ask", question="people")

    assert shown.ephemeral and PEOPLE.answer in shown.response.content
    assert SAY("answered-above", url=first.jump_url) in shown.response.content


async def test_an_answer_that_was_taken_away_is_no_longer_pointed_to(server: Server) -> None:
    """By its button or by a moderator."""
    await server.alice.send(server.general, f"{server.me} people")
    await server.alice.click(server.last, label="Delete")
    await server.bob.send(server.general, f"{server.me} people")
    second = server.last
    await server.env.bot.get_channel(server.general.id).get_partial_message(second.id).delete()
    await server.env.settle()
    await server.bob.send(server.general, f"{server.me} people")

    assert told(PEOPLE) == second.content == server.last.content


@pytest.mark.office
async def test_which_message_shows_which_fact_is_noted(server: Server, clerk: Clerk) -> None:
    """So that an answer can follow when its fact is corrected; and what came of questions is counted."""
    await server.alice.send(server.general, f"{server.me} people")
    answer = server.last
    await server.alice.send(server.general, f"{server.me} battery")
    await server.alice.slash(server.general, "ask", question="cars", private=True)
    bot = server.env.bot
    assert isinstance(bot, FactbotClient)
    await bot.house.records.flush()

    noted = Shown(server.guild.id, server.general.id, answer.id, server.alice.id, PEOPLE.handle, 7)
    assert [noted] == clerk.shown
    assert {(server.guild.id, "found"): 2, (server.guild.id, "unknown"): 1} == clerk.outcomes


async def test_who_asks_too_much_is_told_once_and_then_left_alone(server: Server, table: Table) -> None:
    """A person who reads the answers never gets there; a command is refused in private each time."""
    for number in range(MEMBER):
        await server.alice.send(server.general, f"{server.me} battery {number}")
    await server.alice.send(server.general, f"{server.me} people")
    told_once = server.last.content
    silent = await server.alice.send(server.general, f"{server.me} people")
    command = await server.alice.slash(server.general, "ask", question="people")
    await server.bob.send(server.general, f"{server.me} people")

    assert told_once.startswith("That was a lot of questions.")
    assert command.ephemeral and command.response.content.startswith("That was a lot of questions.")
    assert silent.id not in {message.reference.message_id for message in server.general.history() if message.reference}
    assert told(PEOPLE) == server.last.content


@pytest.mark.parametrize(("whose", "most"), [("member", MEMBER), ("channel", CHANNEL), ("server", SERVER)])
def test_a_cooldown_ends_by_itself(whose: str, most: int) -> None:
    """After half a minute everybody may ask again; who is turned away uses nothing up."""
    now = 0.0
    cooldowns = Cooldowns(clock=lambda: now)

    def take(number: int) -> object:
        person = 1 if whose == "member" else number
        return cooldowns.take(person, 1 if whose != "server" else number // 50, 1)

    assert [None] * most == [take(number) for number in range(most)]
    first, second = take(most), take(most)
    assert (whose, SECONDS + 1, False) == (first.whose, first.seconds, first.told)  # type: ignore[attr-defined]
    assert second.told  # type: ignore[attr-defined]
    now = SECONDS
    assert take(0) is None


def test_what_is_kept_is_bounded_in_number_and_in_time() -> None:
    """The oldest goes first."""
    now = 0.0
    kept: Kept[int, str] = Kept(2, 10, clock=lambda: now)
    for number in range(3):
        kept.keep(number, str(number))

    assert [None, "1", "2"] == [kept.get(number) for number in range(3)]
    assert ("2", None, 1) == (kept.pop(2), kept.get(2), len(kept))
    now = 10.0
    assert kept.get(1) is None


def test_what_was_shown_is_pointed_to_for_ten_minutes() -> None:
    """Then it has scrolled away."""
    now = 0.0
    lately = Lately(clock=lambda: now)
    lately.show(1, "handle", 99)

    assert (99, 0, 0) == (lately.shown(1, "handle"), lately.shown(2, "handle"), lately.shown(1, "other"))
    now = AGAIN
    assert 0 == lately.shown(1, "handle")
