"""Several near facts: buttons for the asker, which outlive the process."""

from __future__ import annotations

from typing import Any

from bot.chat.client import FactbotClient
from bot.languages.catalogue import english

from .conftest import Server
from .table import CARS, FACTS, PEOPLE, Table, told

SAY = english()


async def offer(server: Server) -> Any:
    """A message with a button each for PEOPLE and CARS, asked for by alice."""
    shown = await server.alice.slash(server.general, "ask", question="how many")
    return shown.response.message


def label(number: int) -> str:
    """The label of a button."""
    return f"{number}. {FACTS[number - 1].title}"


async def test_near_facts_are_offered_in_full_and_as_buttons(server: Server) -> None:
    """The questions stand numbered in the text, since a button holds eighty characters only."""
    message = await offer(server)

    assert message.content.endswith(f"**1** {PEOPLE.title}\n**2** {CARS.title}")
    assert [label(1), label(2), "Delete"] == [row.children[0].label for row in message.components]


async def test_a_pick_turns_the_message_into_the_answer(server: Server) -> None:
    """The buttons are gone, the answer and its source are there."""
    message = await offer(server)

    await server.alice.click(message, label=label(2))

    assert (told(CARS, "how many"), ["The new plant"]) == (
        server.last.content,
        [embed.title for embed in server.last.embeds],
    )
    assert ["Source", "Why?", "More", "Delete"] == [button.label for button in server.last.components[0].children]


async def test_only_the_asker_may_pick(server: Server) -> None:
    """Others get a private word, and the message stays as it is."""
    message = await offer(server)

    shown = await server.bob.click(message, label=label(2))

    assert (SAY("not-yours"), True) == (shown.response.content, shown.ephemeral)
    assert 3 == len(server.last.components)


async def test_buttons_work_after_a_restart(server: Server, table: Table) -> None:
    """A new process knows the buttons of the old one by their ids."""
    message = await offer(server)
    await server.env.restart_bot(FactbotClient(table))

    await server.alice.click(message, label=label(1))

    assert told(PEOPLE, "how many") == server.last.content


async def test_a_fact_that_is_gone_is_said_to_be_gone(server: Server, table: Table) -> None:
    """The other buttons stay, and the person is told privately."""
    message = await offer(server)
    table.facts.remove(CARS)

    shown = await server.alice.click(message, label=label(2))

    assert (SAY("gone"), True) == (shown.response.content, shown.ephemeral)
    assert 3 == len(server.last.components)


async def test_buttons_under_a_reply_belong_to_whoever_wrote_the_question(server: Server) -> None:
    """A mention's answer has buttons too."""
    await server.alice.send(server.general, f"{server.me} how many")
    reply = server.last

    refused = await server.bob.click(reply, label=label(1))
    await server.alice.click(reply, label=label(1))

    assert SAY("not-yours") == refused.response.content
    assert told(PEOPLE) == server.last.content
