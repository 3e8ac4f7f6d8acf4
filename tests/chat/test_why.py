"""/why: the last answer, the one behind a link, or the one to a question."""

from __future__ import annotations

from bot.chat.client import FactbotClient
from bot.languages.catalogue import english

from .conftest import Server
from .table import CARS, PEOPLE, Table

SAY = english()


async def test_the_last_answer_is_explained_to_whom_it_was_given(server: Server, table: Table) -> None:
    """After a restart it is looked for in the channel."""
    await server.alice.send(server.general, f"{server.me} people")
    await server.bob.send(server.general, f"{server.me} cars")
    first = await server.alice.slash(server.general, "why")
    await server.env.restart_bot(FactbotClient(table))

    again = await server.alice.slash(server.general, "why")

    assert first.ephemeral and first.response.content.startswith(f"**Why “{PEOPLE.title}”**, for “people”:")
    assert first.response.content == again.response.content


async def test_a_private_answer_is_explained_too(server: Server) -> None:
    """Though nobody can look it up."""
    await server.alice.slash(server.general, "ask", question="people", private=True)

    shown = await server.alice.slash(server.general, "why")

    assert f"**Why “{PEOPLE.title}”**" in shown.response.content


async def test_an_answer_is_explained_by_its_link(server: Server) -> None:
    """To anybody who may read it."""
    await server.alice.send(server.general, f"{server.me} cars")

    shown = await server.bob.slash(server.general, "why", answer=server.last.jump_url)
    other = await server.bob.slash(server.general, "why", answer=(await server.bob.send(server.general, "x")).jump_url)

    assert f"**Why “{CARS.title}”**" in shown.response.content
    assert SAY("why-no-message") == other.response.content


async def test_what_would_be_answered_is_explained_by_the_question(server: Server) -> None:
    """Or by a fact that autocompletion named; what would not be answered has nothing to explain."""
    known = await server.alice.slash(server.general, "why", answer="how many people?")
    chosen = await server.alice.slash(server.general, "why", answer=f"fact:{PEOPLE.handle}")
    gone = await server.alice.slash(server.general, "why", answer="0123456789ab")
    unknown = await server.alice.slash(server.general, "why", answer="battery")
    nothing = await server.alice.slash(server.general, "why")

    assert f"**Why “{PEOPLE.title}”**, for “how many people?”" in known.response.content
    assert f"**Why “{PEOPLE.title}”**, for “{PEOPLE.title}”" in chosen.response.content
    assert SAY("why-gone") == gone.response.content
    assert [SAY("why-not-answered"), SAY("why-nothing")] == [unknown.response.content, nothing.response.content]
