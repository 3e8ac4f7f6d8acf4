"""/settings, /about and /privacy: what is set counts at once, and what is kept can be seen and deleted."""

from __future__ import annotations

from typing import Any

import discord
import pytest

from bot.chat.client import FactbotClient
from bot.chat.panels.settings import changed
from bot.languages.catalogue import english
from bot.servers import MOST_CHANNELS, ServerSettings

from .clerk import Clerk
from .conftest import Server
from .table import CARS, PEOPLE, Table, told

SAY = english()
pytestmark = pytest.mark.office


def words(message: Any) -> str:
    """All text of a panel."""
    return "\n".join(walk(message.components))


def walk(components: Any) -> list[str]:
    """Every text in these components, and in those within them."""
    found = []
    for component in components:
        if component.get("type") == discord.ComponentType.text_display.value:
            found.append(component["content"])
        found += walk(component.get("components", ()))
    return found


async def moderator(server: Server) -> Any:
    """A member who may manage the server."""
    role = server.guild.create_role("mods", permissions=discord.Permissions(manage_guild=True))
    return server.guild.add_member(server.env.create_user("mod"), roles=[role])


async def test_what_is_set_counts_at_once_and_survives_a_restart(server: Server, table: Table, clerk: Clerk) -> None:
    """The menu of an old panel works in a new process."""
    mod = await moderator(server)
    panel = await mod.slash(server.general, "settings")
    await server.env.restart_bot(FactbotClient(table, office=clerk.office))
    await mod.select(panel.response, ["commands"], custom_id="setting:where")

    await server.alice.send(server.general, f"{server.me} people")
    silent = server.last.author.id
    shown = await server.alice.slash(server.general, "ask", question="people")

    assert panel.ephemeral and "Settings of this server" in words(panel.response)
    assert "commands" == clerk.settled[server.guild.id].where
    assert server.alice.id == silent and not shown.ephemeral


async def test_outside_the_listed_channels_only_the_asker_sees_an_answer(server: Server, clerk: Clerk) -> None:
    """Mentions are left alone there; a thread belongs to its channel."""
    clerk.settled[server.guild.id] = ServerSettings(where="listed", channels=(server.general.id,))
    elsewhere = server.guild.create_text_channel("elsewhere")

    await server.alice.send(server.general, f"{server.me} people")
    await server.alice.send(elsewhere, f"{server.me} people")
    shown = await server.alice.slash(elsewhere, "ask", question="people")
    refused = await server.alice.click(shown.response, label="Share")

    assert told(PEOPLE) == server.last.content
    assert server.alice.id == elsewhere.last_message.author.id
    assert shown.ephemeral and SAY("not-here") == refused.response.content


async def test_who_lost_the_right_to_set_anything_changes_nothing(server: Server, clerk: Clerk) -> None:
    """It is looked at again when a menu is used, not only when the panel was opened."""
    mod = await moderator(server)
    panel = await mod.slash(server.general, "settings")
    guild = server.env.bot.get_guild(server.guild.id)
    role = next(role for role in guild.roles if role.name == "mods")
    await role.edit(permissions=discord.Permissions.none())
    await server.env.settle()

    refused = await mod.select(panel.response, ["listed"], custom_id="setting:where")

    assert SAY("may-not-set") == refused.response.content and {} == clerk.settled


async def test_how_sure_it_must_be_reaches_the_search(server: Server, table: Table, clerk: Clerk) -> None:
    """As a probability; None is as sure as the program thinks right."""
    await server.alice.send(server.general, f"{server.me} people")
    mod = await moderator(server)
    panel = await mod.slash(server.general, "settings")
    await mod.select(panel.response, ["95"], custom_id="setting:certainty")
    await server.alice.send(server.general, f"{server.me} cars")

    assert [None, 0.95] == table.certainties


@pytest.mark.parametrize(
    ("what", "values", "after"),
    [
        ("where", ["listed"], ServerSettings(where="listed")),
        ("where", ["everywhere"], ServerSettings()),
        ("certainty", ["usual"], ServerSettings()),
        ("certainty", ["70"], ServerSettings(certainty=0.7)),
        ("certainty", ["3"], ServerSettings()),
        ("language", ["de"], ServerSettings(language="de")),
        ("language", ["xx"], ServerSettings()),
        ("log", ["12"], ServerSettings(log_channel=12)),
        ("log", [], ServerSettings()),
        ("curators", ["12"], ServerSettings(curator_role=12)),
        ("retention", ["7"], ServerSettings(retention_days=7)),
        ("retention", ["100000"], ServerSettings()),
        ("channels", ["1", "two", "³"], ServerSettings(channels=(1,))),
        ("help", [str(n) for n in range(40)], ServerSettings(help_channels=tuple(range(MOST_CHANNELS)))),
        ("anything", ["1"], ServerSettings()),
    ],
)
def test_a_menu_changes_what_it_offers_and_nothing_else(what: str, values: list[str], after: ServerSettings) -> None:
    """A client can send what no menu offers."""
    assert after == changed(ServerSettings(), what, values)


async def test_a_form_pins_the_questions_that_are_known(server: Server, clerk: Clerk) -> None:
    """They are offered first while nothing is typed; what is not known is said."""
    mod = await moderator(server)
    panel = await mod.slash(server.general, "settings")
    form = await mod.click(panel.response, label=SAY("button-more-settings"))
    kept = await mod.submit_modal(form, {"site": "https://facts.example/", "pinned": "how many cars\nbattery"})
    offers = await server.alice.autocomplete(server.general, "ask", "question", "")

    assert ServerSettings(site_url="https://facts.example", pinned=(CARS.id,)) == clerk.settled[server.guild.id]
    assert "“battery”" in kept.response.content
    assert f"📌 {CARS.title}" == offers[0]["name"] and 3 == len(offers)


async def test_an_address_that_is_none_changes_nothing(server: Server, clerk: Clerk) -> None:
    """And is said to be none."""
    mod = await moderator(server)
    panel = await mod.slash(server.general, "settings")
    form = await mod.click(panel.response, label=SAY("button-more-settings"))

    refused = await mod.submit_modal(form, {"site": "javascript:alert(1)"})

    assert SAY("form-bad-site") == refused.response.content and {} == clerk.settled


async def test_the_facts_of_a_server_leave_as_a_file(server: Server, clerk: Clerk) -> None:
    """To whoever may manage the server."""
    clerk.facts = '{"id": "a"}\n'
    mod = await moderator(server)
    panel = await mod.slash(server.general, "settings")

    shown = await mod.click(panel.response, label=SAY("button-export"))

    assert shown.ephemeral and [f"facts-{server.guild.id}.jsonl"] == [
        file.filename for file in shown.response.attachments
    ]


async def test_the_panel_names_the_permission_that_is_lacking(server: Server, clerk: Clerk) -> None:
    """As Discord's own settings name it, with the channel."""
    silent = discord.PermissionOverwrite(send_messages=False, embed_links=False)
    quiet = server.guild.create_text_channel("quiet", overwrites={server.env.bot.user: silent})
    clerk.settled[server.guild.id] = ServerSettings(help_channels=(quiet.id,))
    mod = await moderator(server)

    panel = await mod.slash(server.general, "settings")

    assert f"In {quiet.mention} I lack: Send Messages, Embed Links" in words(panel.response)
    assert "FACTBOT_MESSAGE_CONTENT=1" in words(panel.response)


async def test_a_change_is_told_in_the_log_channel(server: Server, clerk: Clerk) -> None:
    """By whom, and what; it pings nobody."""
    log = server.guild.create_text_channel("log")
    clerk.settled[server.guild.id] = ServerSettings(log_channel=log.id)
    mod = await moderator(server)
    panel = await mod.slash(server.general, "settings")

    await mod.select(panel.response, ["de"], custom_id="setting:language")

    assert f"{mod.mention} changed “Language” in `/settings`." == log.last_message.content
    sent = next(request.json for request in server.env.http_requests if "changed “" in str(request.json))
    assert {"parse": []} == sent["allowed_mentions"]


@pytest.mark.all_messages
async def test_a_help_channel_is_helped_without_a_mention_when_it_is_sure(server: Server, clerk: Clerk) -> None:
    """It stays silent where it would have to guess, and when people talk to one another."""
    clerk.settled[server.guild.id] = ServerSettings(help_channels=(server.general.id,))
    for sentence in ("how many?", "battery?", "people", f"{server.bob.mention} how many people?"):
        await server.alice.send(server.general, sentence)
    before = {message.author.id for message in server.general.history()}
    await server.alice.send(server.general, "how many people?")
    elsewhere = server.guild.create_text_channel("elsewhere")
    await server.alice.send(elsewhere, "how many people?")

    assert {server.alice.id} == before
    assert told(PEOPLE) == server.last.content
    assert server.alice.id == elsewhere.last_message.author.id


async def test_about_says_what_it_is_and_what_it_keeps(server: Server) -> None:
    """Also in a direct message."""
    shown = await server.env.create_user("carol").slash("about")

    assert "Fact table: version 7" in words(shown.response) and "Known here: 3 facts" in words(shown.response)
    assert SAY("about-intents") in words(shown.response)


async def test_what_is_kept_of_a_person_is_shown_and_deleted_when_they_say_so_twice(
    server: Server, clerk: Clerk
) -> None:
    """Nobody else's."""
    clerk.of_people = {server.alice.id: {"proposals": 2, "questions": 0}, server.bob.id: {"proposals": 1}}
    shown = await server.alice.slash(server.general, "privacy")
    first = words(shown.response)
    file = await server.alice.click(shown.response, label=SAY("button-file"))
    await server.alice.click(shown.response, label=SAY("button-forget"))
    kept = dict(clerk.of_people)
    await server.alice.click(shown.response, label=SAY("button-forget-sure"))

    assert shown.ephemeral and "Proposals and reports: 2" in first and "curators: 0" not in first
    assert file.ephemeral and ["what-is-kept-of-you.json"] == [one.filename for one in file.response.attachments]
    assert server.alice.id in kept and [server.bob.id] == list(clerk.of_people)
    assert SAY("privacy-nothing") in words(shown.response)


async def test_servers_that_come_and_go_are_told_to_the_office(server: Server, clerk: Clerk) -> None:
    """What happened while the bot was away, Discord shows by where it is."""
    bot = server.env.bot
    guild = bot.get_guild(server.guild.id)
    assert isinstance(bot, FactbotClient)
    await bot.on_ready()
    await guild.leave()
    await server.env.settle()

    assert ("present", (server.guild.id,)) in clerk.moves and ("left", server.guild.id) == clerk.moves[-1]
