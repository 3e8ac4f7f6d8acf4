"""From a token to a bot that stays: login, the gateway, rate limits and signals, over real sockets on 127.0.0.1."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

import discord
import pytest
import yarl
from discord.gateway import DiscordWebSocket

from bot.chat import client, mentions, running, sending
from bot.chat.registering import Registration
from bot.errors import DiscordError

from .gateway import TOKEN, Discord
from .table import PEOPLE, Table, told

ALL = ("/ask", "/why", "/fact", "/review", "/gaps", "/settings", "/about", "/privacy", "Answer this", "Save as fact")


@pytest.fixture
async def server(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Discord]:
    """The local Discord, with discord.py pointed at it."""
    async with Discord() as server:
        monkeypatch.setattr(discord.http.Route, "BASE", server.url)
        monkeypatch.setattr(DiscordWebSocket, "DEFAULT_GATEWAY", yarl.URL(server.gateway_url))
        yield server


@asynccontextmanager
async def running_bot(table: Table | None = None, level: str = "INFO") -> AsyncIterator[asyncio.Task[int]]:
    """The bot as `factbot run` runs it; it is stopped as a container is stopped."""
    task = asyncio.create_task(running.run(token=TOKEN, answerer=table or Table(), log_level=level))
    await asyncio.sleep(0)
    try:
        yield task
        if not task.done():
            os.kill(os.getpid(), signal.SIGTERM)
    except BaseException:
        task.cancel()
        raise
    await asyncio.wait({task}, timeout=5)


async def test_what_is_asked_while_the_connection_is_down_is_answered_once(server: Discord) -> None:
    """The session is resumed, not begun anew; what was answered before is not answered again."""
    async with running_bot():
        await server.until(lambda: server.counts["identify"])
        before = await server.say("people")
        await server.until(lambda: server.replies(before))
        await server.drop()
        meanwhile = await server.say("cars")
        await server.until(lambda: server.replies(meanwhile))
        await server.repeat(before)
        await server.repeat(meanwhile)
        after = await server.say("open")
        await server.until(lambda: server.replies(after))

    assert [1, 1, 1] == [len(server.replies(question)) for question in (before, meanwhile, after)]
    assert (1, 1) == (server.counts["identify"], server.counts["resume"])


@pytest.mark.parametrize(
    ("title", "words", "asked"),
    [("How many people?", "", "How many people?"), ("A question", "how many people?", "A question how many people?")],
)
async def test_a_forum_post_is_answered_by_its_title_and_its_words(
    server: Discord, title: str, words: str, asked: str
) -> None:
    """The question may stand in the title alone."""
    table = Table()
    async with running_bot(table):
        await server.until(lambda: server.counts["identify"])
        question = await server.say(words, post=title)
        await server.until(lambda: server.replies(question))

    assert [(asked, "")] == table.asked


async def test_a_person_is_answered_in_the_language_of_their_discord(server: Discord) -> None:
    """In our own sentences; the fact stays in its own."""
    server.locale = "es-419"
    async with running_bot():
        await server.until(lambda: server.counts["identify"])
        await server.slash(question="people")
        await server.until(lambda: any(path.endswith("/callback") for _, path, _ in server.requests))

    answer = next(body for _, path, body in server.requests if path.endswith("/callback"))["data"]
    assert told(PEOPLE, "people").replace("As of", "A fecha de") == answer["content"]
    assert "Fuente" == answer["components"][0]["components"][0]["label"]


async def test_a_command_does_not_wait_behind_many_messages(server: Discord) -> None:
    """It has three seconds, and they have time."""
    table = Table(delay=0.05)
    async with running_bot(table):
        await server.until(lambda: server.counts["identify"])
        for number in range(12):
            await server.say(f"battery {number}")
        await server.slash(question="people")
        await server.until(lambda: any(path.endswith("/callback") for _, path, _ in server.requests))

    before = [question for question, _ in table.asked].index("people")
    assert before < 12, "twelve came first"


async def test_a_rate_limit_is_waited_out(server: Discord) -> None:
    """Two refusals with "retry after 0.2 seconds" cost the answer 0.4 seconds, and nothing else."""
    server.rate_limit = 2
    async with running_bot():
        await server.until(lambda: server.counts["identify"])
        start = time.monotonic()
        question = await server.say("people")
        await server.until(lambda: server.replies(question))

    assert 1 == len(server.replies(question))
    assert time.monotonic() - start >= 0.4


async def test_an_answer_whose_receipt_is_lost_is_not_doubled(server: Discord) -> None:
    """It is sent again with the same nonce, by which Discord knows it."""
    server.lose_answers = 1
    async with running_bot():
        await server.until(lambda: server.counts["identify"])
        question = await server.say("people")
        await server.until(lambda: sum(path.endswith("/messages") for _, path, _ in server.requests) == 2)

    assert 1 == len(server.replies(question))


async def test_a_command_whose_receipt_is_lost_is_answered_already(
    server: Discord, capfd: pytest.CaptureFixture[str]
) -> None:
    """Discord says so the second time, and nobody is told of an error."""
    server.lose_answers = 1
    async with running_bot():
        await server.until(lambda: server.counts["identify"])
        await server.slash(question="people")
        await server.until(lambda: sum(path.endswith("/callback") for _, path, _ in server.requests) == 2)
        await asyncio.sleep(0.05)

    assert 2 == sum("/interactions" in path or "/webhooks" in path for _, path, _ in server.requests)
    assert "ERROR" not in capfd.readouterr().err


@pytest.mark.parametrize("private", [False, True])
async def test_a_slow_lookup_is_deferred_and_then_answered(
    server: Discord, monkeypatch: pytest.MonkeyPatch, private: bool
) -> None:
    """The deferral is as private as the answer will be, since Discord does not let that change."""
    monkeypatch.setattr(sending, "PATIENCE", 0.05)
    table = Table(delay=0.2)
    async with running_bot(table):
        await server.until(lambda: server.counts["identify"])
        await server.slash(question="people", private=private)
        await server.until(lambda: any(method == "PATCH" for method, _, _ in server.requests))

    deferral, answer = (body for _, path, body in server.requests if path.startswith(("/interactions", "/webhooks")))
    assert {"type": 5, "data": {"flags": 64}} if private else {"type": 5} == deferral
    assert told(PEOPLE, "people") == answer["content"]


async def test_a_deferral_whose_receipt_is_lost_is_followed_by_the_answer(
    server: Discord, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Discord shows "thinking" by then, and would for fifteen minutes."""
    monkeypatch.setattr(sending, "PATIENCE", 0.05)
    server.lose_answers = 1
    async with running_bot(Table(delay=0.5)):
        await server.until(lambda: server.counts["identify"])
        await server.slash(question="people")
        await server.until(lambda: any(method == "PATCH" for method, _, _ in server.requests))

    bodies = [body for _, path, body in server.requests if path.startswith(("/interactions", "/webhooks"))]
    assert [5, 5] == [body["type"] for body in bodies[:-1]]
    assert told(PEOPLE, "people") == bodies[-1]["content"]


async def test_a_connection_that_stays_silent_is_given_up_in_time(
    server: Discord, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A command is answered over another one; a channel is not blocked by one hanging answer."""
    monkeypatch.setattr(sending, "PROMPTLY", ((0, 0.1), (0, 5)))
    monkeypatch.setattr(client, "REQUEST", 0.3)
    async with running_bot():
        await server.until(lambda: server.counts["identify"])
        server.hang = 1
        await server.slash(question="people")
        await server.until(lambda: sum(path.endswith("/callback") for _, path, _ in server.requests) == 2)
        server.hang = 1
        questions = [await server.say("people"), await server.say("cars")]
        await server.until(lambda: all(map(server.replies, questions)))

    assert [1, 1] == [len(server.replies(question)) for question in questions]


async def test_a_short_outage_costs_a_channel_no_answer(server: Discord, monkeypatch: pytest.MonkeyPatch) -> None:
    """Discord answers 503 for a moment; nobody has to ask again."""
    monkeypatch.setattr(mentions, "PERSISTENTLY", [(0, None)] * 4)
    server.unavailable = 3
    async with running_bot():
        await server.until(lambda: server.counts["identify"])
        question = await server.say("people")
        await server.until(lambda: server.replies(question))

    assert 1 == len(server.replies(question))


async def test_a_gateway_that_refuses_at_first_is_tried_again(
    server: Discord, capfd: pytest.CaptureFixture[str]
) -> None:
    """The outage is said once, and its end once."""
    server.refuse_gateway = 2
    async with running_bot():
        await server.until(lambda: server.counts["identify"])
        question = await server.say("people")
        await server.until(lambda: server.replies(question))

    log = capfd.readouterr().err
    assert (3, 1, 1) == (server.counts["gateway"], log.count("cannot be reached"), log.count("can be reached again"))


async def test_an_event_that_cannot_be_read_does_not_end_the_service(
    server: Discord, capfd: pytest.CaptureFixture[str]
) -> None:
    """Discord changes what it sends now and then; what comes after it is answered."""
    async with running_bot():
        await server.until(lambda: server.counts["identify"])
        await server.dispatch("INTERACTION_CREATE", {"id": "1"})
        question = await server.say("people")
        await server.until(lambda: server.replies(question))

    assert "An event could not be read: KeyError" in capfd.readouterr().err
    assert 1 == server.counts["identify"]


async def test_an_api_that_refuses_at_first_is_tried_again(server: Discord) -> None:
    """A login that fails for a reason that will pass is tried again."""
    server.refuse_login = 1
    async with running_bot():
        await server.until(lambda: server.counts["identify"])

    assert 2 == sum(path == "/users/@me" for _, path, _ in server.requests)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_a_signal_closes_the_gateway_and_ends_with_zero(server: Discord, number: int) -> None:
    """Discord sees a proper goodbye, within the time that a container has."""
    async with running_bot() as task:
        await server.until(lambda: server.counts["identify"])
        start = time.monotonic()
        os.kill(os.getpid(), number)
        await server.until(lambda: server.goodbyes)

        assert 0 == await task
    assert [1000] == server.goodbyes
    assert time.monotonic() - start < 5


async def test_what_is_in_hand_is_answered_before_the_end(server: Discord, capfd: pytest.CaptureFixture[str]) -> None:
    """A deployment in the middle of the day costs nobody an answer."""
    async with running_bot(Table(delay=0.3)) as task:
        await server.until(lambda: server.counts["identify"])
        question = await server.say("people")
        await server.slash(question="cars")
        await asyncio.sleep(0.1)
        os.kill(os.getpid(), signal.SIGTERM)

        assert 0 == await task
    assert 1 == len(server.replies(question))
    assert any(path.endswith("/callback") for _, path, _ in server.requests)
    assert "ERROR" not in capfd.readouterr().err


async def test_a_signal_ends_the_wait_for_a_gateway_too(server: Discord) -> None:
    """A pause may last five minutes; a stop does not wait for it."""
    server.refuse_gateway = 1000
    async with running_bot() as task:
        await server.until(lambda: server.counts["gateway"] == 1)
        start = time.monotonic()
        os.kill(os.getpid(), signal.SIGTERM)

        assert 0 == await task
    assert time.monotonic() - start < 1


async def test_a_missing_token_is_said_before_anything_is_tried(server: Discord) -> None:
    """The sentence names the variable."""
    with pytest.raises(DiscordError, match="DISCORD_TOKEN is not set"):
        await running.run(token=" ", answerer=Table())

    assert [] == server.requests


async def test_a_refused_token_is_said_in_a_sentence(server: Discord) -> None:
    """Trying it again would be refused again, and Discord bans who tries often."""
    with pytest.raises(DiscordError, match="Discord refused the token"):
        await running.run(token="a-token-that-is-wrong", answerer=Table())

    assert 1 == len(server.requests)


@pytest.mark.parametrize(
    ("code", "sentence"), [(4004, "refused the token"), (4014, "Message Content Intent"), (4011, "close code 4011")]
)
async def test_a_gateway_that_refuses_for_good_ends_the_program(server: Discord, code: int, sentence: str) -> None:
    """These close codes say that the same attempt would fail again."""
    server.close_code = code
    with pytest.raises(DiscordError, match=sentence):
        await running.run(token=TOKEN, answerer=Table())

    assert 1 == server.counts["gateway"]


async def test_commands_are_registered_only_when_they_changed(server: Discord) -> None:
    """Discord's own additions and its order are no change; another description is."""
    for start in (1, 2):
        async with running_bot():
            await server.until(partial(server.has, "identify", start))
    assert 1 == sum(method == "PUT" for method, _, _ in server.requests)

    server.commands[0]["description"] = "Another"

    assert Registration(ALL, changed=True) == await running.sync(token=TOKEN)
    assert Registration(ALL, changed=False) == await running.sync(token=TOKEN)


async def test_syncing_with_a_refused_token_is_said_in_a_sentence(server: Discord) -> None:
    """As for running."""
    with pytest.raises(DiscordError, match="Discord refused the token"):
        await running.sync(token="a-token-that-is-wrong")


async def test_the_log_holds_no_token_and_no_question(server: Discord, capfd: pytest.CaptureFixture[str]) -> None:
    """Not at the lowest level either, where discord.py would log all that it hears."""
    server.rate_limit = 1
    async with running_bot(level="DEBUG"):
        await server.until(lambda: server.counts["identify"])
        question = await server.say("people with a secret")
        await server.until(lambda: server.replies(question))
        await server.slash(question="break")
        await server.until(lambda: any("/interactions" in path for _, path, _ in server.requests))

    log = capfd.readouterr().err
    assert "An interaction failed" in log
    assert not any(word in log for word in (TOKEN, "secret", "cannot look up break"))
