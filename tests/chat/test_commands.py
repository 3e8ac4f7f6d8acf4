"""/ask, its autocompletion, and the message menu."""

from __future__ import annotations

import pytest

from bot.languages.catalogue import english

from .conftest import Server
from .table import PEOPLE, Table, fact, told

SAY = english()


async def test_an_answer_is_one_message_with_its_source_below(server: Server) -> None:
    """The answer is the text of the message, the source its card."""
    shown = await server.alice.slash(server.general, "ask", question="people")

    assert told(PEOPLE, "people") == shown.response.content
    assert ["The new plant"] == [embed.title for embed in shown.response.embeds]
    assert "https://gazette.example/plant" == shown.response.embeds[0].url
    assert not shown.ephemeral and not shown.deferred


async def test_a_private_answer_is_seen_by_the_asker_alone(server: Server) -> None:
    """private=True makes the answer ephemeral."""
    shown = await server.alice.slash(server.general, "ask", question="people", private=True)

    assert shown.ephemeral


async def test_a_question_without_words_is_told_how_to_ask(server: Server, table: Table) -> None:
    """Discord does not hold people to what autocompletion offers; nothing is looked up for a question mark."""
    shown = await server.alice.slash(server.general, "ask", question=" ? ")

    assert (SAY("how-to-ask-here"), True) == (shown.response.content, shown.ephemeral)
    assert [] == table.asked


async def test_what_nobody_knows_is_said_in_a_line(server: Server) -> None:
    """The strange words are named, and the nearest topics."""
    shown = await server.alice.slash(server.general, "ask", question="battery")

    expected = "> battery\nI don't know: no fact says anything about “battery”.\nNearest: The plant."
    assert expected == shown.response.content


@pytest.mark.simcord(check_errors=False)
async def test_a_failure_is_told_in_a_sentence_and_logged_without_the_question(
    server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    """The log has the place of the failure; the words of the question stay out of it."""
    shown = await server.alice.slash(server.general, "ask", question="break")

    assert (SAY("broken"), True) == (shown.response.content, shown.ephemeral)
    assert "LookupError" in caplog.text and "table.py" in caplog.text
    assert "cannot look up break" not in caplog.text


@pytest.mark.simcord(check_errors=False)
async def test_an_answer_that_comes_too_late_is_no_error(server: Server, caplog: pytest.LogCaptureFixture) -> None:
    """Discord's "unknown interaction" ends in one quiet line."""
    server.env.inject_error("POST", "/interactions/*/callback", status=404, code=10062, message="Unknown interaction")

    with caplog.at_level("INFO"):
        await server.alice.slash(server.general, "ask", question="people")

    assert ["INFO"] == [record.levelname for record in caplog.records if record.name.startswith("bot")]


async def test_known_questions_are_offered_while_typing(server: Server) -> None:
    """What is offered is the question itself, so that choosing it asks it."""
    offers = await server.alice.autocomplete(server.general, "ask", "question", "how many")

    expected = ["How many people work at the plant?", "How many cars does the plant build?"]
    assert [(f"🔎 {question}", question) for question in expected] == [(one["name"], one["value"]) for one in offers]


async def test_a_long_question_is_offered_shortened_and_answered_by_its_handle(server: Server, table: Table) -> None:
    """An offer may have a hundred characters; its value names the fact, and the fact answers."""
    long = fact("long", "What " + "very " * 30 + "long thing is it?", answer="This one.")
    table.facts.append(long)
    offers = await server.alice.autocomplete(server.general, "ask", "question", "very very")

    shown = await server.alice.slash(server.general, "ask", question=offers[0]["value"])

    assert f"fact:{long.handle}" == offers[0]["value"] and offers[0]["name"].endswith("…")
    assert "This one." in shown.response.content


async def test_an_offered_fact_that_is_gone_is_said_to_be_gone(server: Server) -> None:
    """A handle is looked up when it is used, not trusted."""
    shown = await server.alice.slash(server.general, "ask", question="fact:0123456789ab")

    assert SAY("gone") == shown.response.content


async def test_the_message_menu_answers_somebody_elses_question(server: Server) -> None:
    """Discord gives the menu the text of its message, also when nobody mentioned the bot."""
    message = await server.bob.send(server.general, "how many **people**?")

    shown = await server.alice.context_menu(server.general, "Answer this", message)

    assert (
        told(PEOPLE, "how many **people**?").replace("**people", "\\*\\*people").replace("e**?", "e\\*\\*?")
        == shown.response.content
    )
    assert not shown.ephemeral


async def test_the_message_menu_says_when_there_is_nothing_to_look_up(server: Server) -> None:
    """A picture has no words."""
    message = await server.bob.send(server.general, "🎉")

    shown = await server.alice.context_menu(server.general, "Answer this", message)

    assert (SAY("no-words"), True) == (shown.response.content, shown.ephemeral)


async def test_direct_messages_have_the_command_too(server: Server) -> None:
    """All contexts means the bot's own direct messages as well."""
    shown = await server.env.create_user("carol").slash("ask", question="people")

    assert told(PEOPLE, "people") == shown.response.content


async def test_lookups_never_run_on_the_event_loop(server: Server, table: Table) -> None:
    """A lookup that blocks must not keep the gateway waiting."""
    await server.alice.slash(server.general, "ask", question="people")
    await server.alice.autocomplete(server.general, "ask", "question", "how")

    assert {"lookup_0", "typing_0"} == table.threads


async def test_a_known_question_is_not_asked_back(server: Server, table: Table) -> None:
    """What was chosen from the list is answered, however near another fact is; two of the same name are offered."""
    table.facts[1:] = [fact("where", "How many people work at the plant in May?", answer="Fewer.")]

    shown = await server.alice.slash(server.general, "ask", question=PEOPLE.title)

    assert told(PEOPLE, PEOPLE.title) == shown.response.content
    table.facts[1:] = [fact("again", PEOPLE.title, answer="Others say 7,000.")]

    shown = await server.alice.slash(server.general, "ask", question=PEOPLE.title)

    assert "I am not sure which" in shown.response.content
