"""Questions in plain messages, and everything that only looks like one."""

from __future__ import annotations

import discord
import pytest

from bot.chat.client import FactbotClient
from bot.languages.catalogue import english

from .conftest import Server
from .table import PEOPLE, Table, fact, told

SAY = english()


async def test_a_mention_is_answered_with_a_reply_that_pings_nobody(server: Server) -> None:
    """The reply points at the question; its author is not pinged by it."""
    question = await server.alice.send(server.general, f"{server.me} how many people?")

    assert told(PEOPLE) == server.last.content
    assert question.id == server.last.reference.message_id
    sent = server.env.http_requests[-1].json
    assert {"parse": [], "replied_user": False} == sent["allowed_mentions"]


async def test_the_old_form_of_a_mention_is_understood(server: Server, table: Table) -> None:
    """<@!id> is what older clients write."""
    await server.alice.send(server.general, f"people? {server.me.replace('@', '@!')}")

    assert [("people?", "")] == table.asked


async def test_a_thread_is_answered_in_the_thread(server: Server) -> None:
    """The answer stands where the question was asked."""
    start = await server.alice.send(server.general, "let us talk")
    thread = await start.create_thread(name="talk")
    await server.env.settle()
    place = next(handle for handle in server.general.threads if handle.id == thread.id)

    await server.alice.send(place, f"{server.me} people")

    assert told(PEOPLE) == place.last_message.content


async def test_a_direct_message_needs_no_mention(server: Server) -> None:
    """Everything that is said to the bot alone is said to the bot."""
    carol = server.env.create_user("carol")

    await carol.send_dm("people")

    assert told(PEOPLE) == carol.dm_channel.last_message.content


async def test_a_reply_to_the_bot_carries_its_answer_as_context(server: Server, table: Table) -> None:
    """What the bot said is what the next question follows up on; its source is not part of that."""
    await server.alice.send(server.general, f"{server.me} people")

    await server.alice.send(server.general, f"{server.me} and cars?", reply_to=server.last)

    assert ("and cars?", PEOPLE.answer) == table.asked[-1]


@pytest.mark.parametrize("content", ["", "👍", "?"])
async def test_a_reply_to_the_bot_without_words_is_a_nod(server: Server, content: str) -> None:
    """A ping by replying is no question by itself."""
    await server.alice.send(server.general, f"{server.me} people")
    answer = server.last

    await server.alice.send(server.general, f"{server.me} {content}", reply_to=answer)

    assert server.last.author.id == server.alice.id


async def test_a_mention_without_words_is_told_how_to_ask_once(server: Server) -> None:
    """The second one within a minute is left alone."""
    await server.alice.send(server.general, server.me)
    first = server.last.content
    await server.alice.send(server.general, server.me)

    assert SAY("how-to-ask") == first
    assert server.last.author.id == server.alice.id


async def test_a_direct_message_without_words_needs_no_name(server: Server) -> None:
    """There is nobody else to talk to."""
    carol = server.env.create_user("carol")

    await carol.send_dm("👋")

    assert SAY("how-to-ask-here") == carol.dm_channel.last_message.content


async def test_a_reply_to_what_a_command_was_answered_with_is_told_that_it_cannot_be_read(server: Server) -> None:
    """Discord sends it without its words, although it pings."""
    shown = await server.alice.slash(server.general, "ask", question="people")

    await server.alice.send(server.general, "and cars?", reply_to=shown.response)

    assert SAY("how-to-follow-up") == server.last.content


async def test_a_mention_in_reply_to_somebody_points_to_the_menu(server: Server) -> None:
    """Discord does not show the bot what other people's messages say, and the bot says so."""
    message = await server.bob.send(server.general, "how many people?")

    await server.alice.send(server.general, server.me, reply_to=message)

    assert SAY("how-to-ask-about") == server.last.content


@pytest.mark.parametrize("content", ["how many people?", "@everyone how many people?", "<@&{role}> how many people?"])
async def test_what_does_not_mention_the_bot_is_no_question(server: Server, table: Table, content: str) -> None:
    """Neither plain talk, nor @everyone, nor the bot's role."""
    role = server.guild.create_role("helpers")

    await server.alice.send(server.general, content.format(role=role.id))

    assert [] == table.asked


async def test_other_bots_and_webhooks_are_not_answered(server: Server, table: Table) -> None:
    """Two bots that answer each other never stop."""
    robot = server.guild.add_member(server.env.create_user("robot", bot=True))
    webhook = server.guild.create_webhook(server.general)

    await robot.send(server.general, f"{server.me} people")
    await webhook.send(f"{server.me} people")

    assert [] == table.asked


async def test_a_fact_that_shouts_pings_nobody(server: Server, table: Table) -> None:
    """Whatever stands in a fact, the message allows no mention."""
    table.facts.append(fact("loud", "who shouts?", answer="@everyone <@1> <@&2> listen"))

    await server.alice.send(server.general, f"{server.me} who shouts")

    assert not server.last.mention_everyone and not server.last.mentions and not server.last.role_mentions


async def test_the_same_message_is_answered_once(server: Server, table: Table) -> None:
    """A message that Discord sends again after a reconnect is known already."""
    question = await server.alice.send(server.general, f"{server.me} people")

    bot = server.env.bot
    assert isinstance(bot, FactbotClient)
    await bot.on_message(question)
    await server.env.settle()

    assert 1 == len(table.asked)


async def test_a_question_that_was_deleted_is_answered_without_pointing_at_it(server: Server, table: Table) -> None:
    """Discord refuses a reply to what is not there any more."""
    table.delay = 0.05
    server.env.inject_error("POST", "/channels/*/messages", status=400, code=50035, message="Unknown message")

    await server.alice.send(server.general, f"{server.me} people")

    assert server.last.content.startswith(PEOPLE.answer) and server.last.reference is None


async def test_without_embeds_the_same_is_said_in_text(server: Server) -> None:
    """The source stands in small print below the answer."""
    await deny(server, embed_links=False)
    await server.alice.send(server.general, f"{server.me} people")

    assert server.last.content.startswith(f"{told(PEOPLE)}\n-# Source: The new plant · The Gazette")
    assert [] == server.last.embeds


async def test_without_history_the_answer_shows_its_question(server: Server) -> None:
    """Discord wants Read Message History for replies; Why? reads the question back from the answer."""
    await deny(server, read_message_history=False)
    await server.alice.send(server.general, f"{server.me} people")

    why = await server.bob.click(server.last, label="Why?")

    assert (told(PEOPLE, "people"), None) == (server.last.content, server.last.reference)
    assert "for “people”" in why.response.content


async def test_a_channel_where_the_bot_may_not_speak_is_logged_once(
    server: Server, table: Table, caplog: pytest.LogCaptureFixture
) -> None:
    """Nothing is looked up in vain, nothing is tried in vain."""
    await deny(server, send_messages=False)
    before = len(server.env.http_requests)
    for _ in range(3):
        await server.alice.send(server.general, f"{server.me} people")

    assert ([], before) == (table.asked, len(server.env.http_requests))
    assert 1 == caplog.text.count("is not answered")


async def test_a_failure_is_told_and_logged_without_the_question(
    server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    """As for a command."""
    await server.alice.send(server.general, f"{server.me} break")

    assert SAY("broken") == server.last.content
    assert "LookupError" in caplog.text and "cannot look up break" not in caplog.text


async def deny(server: Server, **permissions: bool) -> None:
    """Takes permissions from the bot in the channel."""
    channel = server.env.bot.get_channel(server.general.id)
    overwrite = discord.PermissionOverwrite(**permissions)
    server.general = server.guild.create_text_channel(
        f"{channel.name}-quiet", overwrites={server.env.bot.user: overwrite}
    )
