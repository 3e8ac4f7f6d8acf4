"""What can be done with an answer: why, more, not right, share, delete, read more; and with a question nobody knows."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import discord
import pytest

from bot.chat.client import FactbotClient
from bot.languages.catalogue import english

from .clerk import Clerk
from .conftest import Server
from .table import CARS, PEOPLE, Table, fact, told

SAY = english()


async def test_why_reads_the_question_back_from_the_message_that_was_answered(server: Server, table: Table) -> None:
    """After a restart too, and with the versions of the table then and now."""
    await server.alice.send(server.general, f"{server.me} how many people?")
    answer = server.last
    table.number = 9
    await server.env.restart_bot(FactbotClient(table))

    shown = await server.bob.click(answer, label="Why?")

    lines = shown.response.content.splitlines()
    assert shown.ephemeral
    assert f"**Why “{PEOPLE.title}”**, for “how many people?”:" == lines[0]
    assert "- Your “how”, “many” and “people” are in it" in lines
    assert f"- Next was “{CARS.title}”, with 93 %: 0 points behind" in lines
    assert "- The answer came from version 7 of the fact table; now it is version 9" == lines[-1]


async def test_why_reads_the_question_of_a_command_from_the_answer_itself(server: Server) -> None:
    """Where nobody else shows it, the answer does, whatever signs it holds."""
    shown = await server.alice.slash(server.general, "ask", question="> how *many* people?")

    why = await server.alice.click(shown.response, label="Why?")

    assert "for “\\> how \\*many\\* people?”:" in why.response.content


async def test_why_says_when_the_question_or_the_fact_is_gone(server: Server, table: Table) -> None:
    """It does not explain what it cannot know."""
    question = await server.alice.send(server.general, f"{server.me} people")
    answer = server.last
    server.env.inject_error("GET", "/channels/*/messages/*", status=404, code=10008, message="Unknown Message")
    unread = await server.bob.click(answer, label="Why?")
    table.facts.remove(PEOPLE)

    gone = await server.bob.click(answer, label="Why?")

    assert question.id == answer.reference.message_id
    assert SAY("why-gone") == gone.response.content
    assert "people" in unread.response.content


async def test_more_offers_what_comes_next_to_whoever_asks(server: Server) -> None:
    """In private, with buttons of their own."""
    await server.alice.send(server.general, f"{server.me} people")

    more = await server.bob.click(server.last, label="More")
    offered = more.response.content
    await server.bob.click(more.response, label=f"1. {CARS.title}")

    assert more.ephemeral and f"**1** {CARS.title}" in offered
    assert told(CARS) == more.response.content


@pytest.mark.office
async def test_not_right_hands_a_report_to_the_curators(server: Server, clerk: Clerk) -> None:
    """With the receipt of the answer and the question that it answered."""
    await server.alice.send(server.general, f"{server.me} people")
    answer = server.last

    form = await server.bob.click(answer, label="Not right?")
    thanks = await server.bob.submit_modal(form, {"wrong": "It is 7,000.", "source": "https://a.example"})

    report = clerk.reports[0]
    assert SAY("wrong-thanks") == thanks.response.content and thanks.ephemeral
    assert (PEOPLE.handle, 7, "It is 7,000.", "https://a.example", "people") == (
        report.handle,
        report.version,
        report.wrong,
        report.source,
        report.question,
    )
    assert (server.bob.id, answer.id) == (report.place.person, report.place.message)


@pytest.mark.office
async def test_a_report_that_was_begun_before_a_restart_arrives(server: Server, table: Table, clerk: Clerk) -> None:
    """All that must be known of the answer stands in the form's id."""
    await server.alice.send(server.general, f"{server.me} people")
    form = await server.bob.click(server.last, label="Not right?")
    await server.env.restart_bot(FactbotClient(table, office=clerk.office))

    await server.bob.submit_modal(form, {"wrong": "It is 7,000.", "source": ""})

    assert [(PEOPLE.handle, 7, "It is 7,000.")] == [
        (report.handle, report.version, report.wrong) for report in clerk.reports
    ]


async def test_where_nobody_reads_reports_nobody_is_asked_for_one(server: Server) -> None:
    """The button is not there, and neither are the curators."""
    await server.alice.send(server.general, f"{server.me} people")
    known = labels(server.last)
    await server.alice.send(server.general, f"{server.me} battery")

    assert ["Source", "Why?", "More", "Delete"] == known
    assert ["Delete"] == labels(server.last)


async def test_delete_is_for_the_asker_and_for_moderators(server: Server) -> None:
    """Discord's permissions are looked at when it is pressed."""
    moderator = server.guild.add_member(
        server.env.create_user("mod"),
        roles=[server.guild.create_role("mods", permissions=discord.Permissions(manage_messages=True))],
    )
    await server.alice.send(server.general, f"{server.me} people")
    refused = await server.bob.click(server.last, label="Delete")
    kept = server.last.content
    await server.alice.click(server.last, label="Delete")
    after_asker = server.last.author.id
    await server.bob.send(server.general, f"{server.me} cars")
    await moderator.click(server.last, label="Delete")

    assert (SAY("may-not-delete"), told(PEOPLE)) == (refused.response.content, kept)
    assert server.alice.id == after_asker and server.bob.id == server.last.author.id


async def test_a_private_answer_is_shared_once(server: Server) -> None:
    """All see it then, with the question above it and buttons of the asker's; the private one is done with."""
    shown = await server.alice.slash(server.general, "ask", question="people", private=True)

    shared = await server.alice.click(shown.response, label="Share")

    assert "Share" not in labels(server.last) and "Delete" in labels(server.last)
    assert told(PEOPLE, "people") == server.last.content
    assert "Shared." == shown.response.content and [] == shown.response.components
    assert 1 == len(shared.followups)


async def test_who_may_not_write_in_a_channel_may_not_share_there(server: Server) -> None:
    """Else the bot would be a way around the server's rules."""
    silent = discord.PermissionOverwrite(send_messages=False)
    quiet = server.guild.create_text_channel("quiet", overwrites={server.alice: silent})
    shown = await server.alice.slash(quiet, "ask", question="people", private=True)

    refused = await server.alice.click(shown.response, label="Share")

    assert SAY("may-not-share") == refused.response.content
    assert quiet.last_message is None


async def test_a_long_answer_is_read_whole_in_private(server: Server, table: Table) -> None:
    """The channel keeps the short form; code stays closed on every page."""
    long = fact("long", "What is long?", answer="One paragraph of this.\n\n" * 150 + "```py\nprint(1)\n```")
    table.facts = [long]
    await server.alice.send(server.general, f"{server.me} what is long")

    read = await server.bob.click(server.last, label="Read more")

    pages = [read.response, *read.followups]
    assert read.ephemeral and len(pages) > 1
    assert 150 == "".join(page.content for page in pages).count("One paragraph of this.")
    assert pages[-1].content.endswith("```py\nprint(1)\n```")


@pytest.mark.office
async def test_a_question_nobody_knows_is_counted_and_kept_only_if_its_asker_wants_that(
    server: Server, clerk: Clerk
) -> None:
    """Whoever counts is told and keeps none of its words; it goes to the curators by a button, once."""
    await server.alice.send(server.general, f"{server.me} which battery?")
    before = list(clerk.questions)
    refused = await server.bob.click(server.last, label="Ask the curators")
    thanks = await server.alice.click(server.last, label="Ask the curators")
    again = await server.alice.click(server.last, label="Ask the curators")

    assert [(server.guild.id, "which battery?")] == clerk.counted and [] == before
    assert ["which battery?"] == [question for _, question in clerk.questions]
    said = [shown.response.content for shown in (refused, thanks, again)]
    assert [SAY("not-yours"), SAY("curators-thanks"), SAY("curators-already")] == said


async def test_facts_of_an_image_and_a_server_of_their_own_look_right_in_discord(server: Server, table: Table) -> None:
    """What is rendered is what is sent."""
    own = fact("own", "Where is the yard?", answer="Behind. ![The yard](https://club.example/yard.png)")
    table.facts = [replace(own, scope=server.guild.id)]

    await server.alice.send(server.general, f"{server.me} where is the yard")

    assert "from this server" in server.last.embeds[0].description
    assert "https://club.example/yard.png" == server.last.embeds[1].image.url
    assert [server.guild.id] == table.scopes


def labels(message: Any) -> list[str]:
    """Of all buttons below a message."""
    return [button.label for row in message.components for button in row.children]
