"""Facts from chat: written in a form, looked at, kept or proposed; by whom, and on whose server."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import Any

import pytest

from bot.chat import ids
from bot.chat.client import FactbotClient
from bot.chat.curation.drafting import settle

from .counter import SAUNA, SAY, SOURCE, Counter

pytestmark = pytest.mark.counter


def labels(shown: Any) -> list[str]:
    """What can be pressed below a message."""
    rows = [row if isinstance(row, dict) else row.to_dict() for row in shown.components]
    return [button["label"] for row in rows for button in row["components"]]


async def test_a_curators_fact_answers_as_soon_as_it_is_kept(counter: Counter) -> None:
    """Not before: the preview says what it would do, and keeps nothing."""
    preview = await counter.propose(counter.cora)
    said = preview.response.content
    before = await counter.asked("when does the sauna open?")
    await counter.cora.click(preview.response, label=SAY("button-draft-keep"))

    assert preview.ephemeral and SAY("preview-curator") in said
    assert "At noon" not in before and "At noon." in await counter.asked("when does the sauna open?")
    assert SAY("kept-as", title="When does the sauna open?") == preview.response.content


async def test_what_a_preview_finds_is_said(counter: Counter) -> None:
    """Words that another fact has, and stored questions that would be answered differently."""
    preview = await counter.propose(counter.cora, questions="When does the workshop open?", answer="At eight.")

    assert SAY("finding-claimed") in preview.response.content
    assert "“When does the workshop open?” leads to" in preview.response.content


async def test_a_members_fact_waits_and_answers_nobody(counter: Counter) -> None:
    """A likely duplicate is said to be one, and waits too."""
    first = await counter.add(counter.alice)
    second = await counter.add(counter.bob, questions="When does the sauna open today?")

    assert SAY("waiting", number=1) in first.response.content
    assert SAY("waiting-like", numbers="#1") in second.response.content
    assert "At noon" not in await counter.asked("when does the sauna open?")


async def test_the_second_of_two_curators_sees_what_the_first_changed(counter: Counter) -> None:
    """And decides."""
    await counter.add(counter.cora)
    fact = f"fact:{counter.handle('sauna')}"
    forms = {
        name: await person.slash(counter.general, "fact edit", fact=fact)
        for name, person in (("cora", counter.cora), ("carl", counter.carl))
    }
    first = await counter.form(counter.cora, forms["cora"], answer="At one.")
    second = await counter.form(counter.carl, forms["carl"], answer="At two.")
    await counter.cora.click(first.response, label=SAY("button-draft-keep"))
    await counter.carl.click(second.response, label=SAY("button-draft-keep"))
    conflict = second.response.content
    between = await counter.asked("when does the sauna open?")
    await counter.carl.click(second.response, label=SAY("button-draft-overwrite"))

    assert "- At one.\n+ At two." in conflict and "At one." in between
    assert "At two." in await counter.asked("when does the sauna open?")


async def test_a_second_press_keeps_nothing_twice(counter: Counter) -> None:
    """It finds that the draft is gone."""
    preview = await counter.propose(counter.cora)
    client = counter.env.bot
    assert isinstance(client, FactbotClient) and counter.office.clerk is not None
    visit: Any = SimpleNamespace(
        server=counter.here.id,
        who=_person(counter.cora, curates=True),
        say=SAY,
        house=client.house,
        do=counter.office.clerk.do,
        interaction=None,
        settings=None,
    )
    await counter.cora.click(preview.response, label=SAY("button-draft-keep"))
    again = await settle(visit, 1)

    assert SAY("draft-gone") == again.content and [SAY("button-undo")] == labels(preview.response)


async def test_a_form_and_a_preview_outlive_the_process(counter: Counter) -> None:
    """Whoever wrote loses nothing."""
    form = await counter.cora.slash(counter.general, "fact add", question="Is there a sauna?")
    preview = await counter.propose(counter.carl)
    await counter.restart()
    late = await counter.form(counter.cora, form, answer="Yes.", source=SOURCE)
    await counter.cora.click(late.response, label=SAY("button-draft-keep"))
    await counter.carl.click(preview.response, label=SAY("button-draft-keep"))

    assert "Yes." in await counter.asked("is there a sauna?")
    assert "At noon." in await counter.asked("when does the sauna open?")


async def test_who_curates_no_more_keeps_nothing(counter: Counter) -> None:
    """Neither with a preview nor with a form that they still have; they may propose it."""
    await counter.add(counter.cora)
    form = await counter.cora.slash(counter.general, "fact edit", fact=f"fact:{counter.handle('sauna')}")
    preview = await counter.propose(counter.cora, questions="Is there a pool?", answer="No.")
    counter.settle(curator_role=0)
    await counter.cora.click(preview.response, label=SAY("button-draft-keep"))
    refused = preview.response.content
    edited = await counter.form(counter.cora, form, answer="Never.")

    assert SAY("curation-withdrawn") == refused
    assert [SAY("button-draft-propose"), SAY("button-draft-change"), SAY("button-draft-cancel")] == labels(
        edited.response
    )
    assert "Never" not in await counter.asked("when does the sauna open?")


async def test_what_cannot_be_used_stays_in_the_form(counter: Counter) -> None:
    """The writer changes it, and need not write it again."""
    preview = await counter.propose(counter.cora, details="Review by: soon")
    problem = preview.response.content
    form = await counter.cora.click(preview.response, label=SAY("button-draft-change"))
    offered = json.dumps(form._interaction.modal)
    await counter.form(counter.cora, form, details="Review by: 2030-01-31")

    assert SAY("draft-review-by") == problem and "Review by: soon" in offered
    assert SAY("preview-curator") in preview.response.content


@pytest.mark.parametrize(
    ("command", "more"),
    [
        ("edit", {}),
        ("remove", {}),
        ("hide", {}),
        ("show", {}),
        ("move", {"topic": "x"}),
        ("check", {}),
        ("history", {}),
    ],
)
async def test_another_servers_fact_is_not_there(counter: Counter, command: str, more: dict[str, str]) -> None:
    """Whatever a client sends for it."""
    await counter.add(counter.cora)
    fact = f"fact:{counter.handle('sauna')}"

    shown = await counter.cleo.slash(counter.elsewhere, f"fact {command}", fact=fact, **more)

    assert shown.response.content in {SAY("no-such-fact"), SAY("history-nothing")}


async def test_a_draft_is_its_writers_alone(counter: Counter) -> None:
    """Not another curator's, and not another server's."""
    await counter.propose(counter.cora)
    found = [
        await counter.office.clerk.do(
            lambda curation, scope=scope, who=who: curation.drafts.get(scope, _person(who), 1)  # type: ignore[misc]
        )
        for scope, who in ((counter.here.id, counter.carl), (counter.there.id, counter.cora))
    ]

    assert [None, None] == found


async def test_a_shared_fact_is_hidden_and_shown_again_but_not_removed(counter: Counter) -> None:
    """In one server alone."""
    fact = f"fact:{counter.handle('laser cutter')}"
    removed = await counter.cora.slash(counter.general, "fact remove", fact=fact)
    hidden = await counter.cora.slash(counter.general, "fact hide", fact=fact)
    await counter.cora.click(hidden.response, label=SAY("button-draft-keep"))
    here = await counter.asked("who may use the laser cutter?")
    there = await counter.cleo.slash(counter.elsewhere, "ask", question="who may use the laser cutter?")
    shown = await counter.cora.slash(counter.general, "fact show", fact=fact)
    await counter.cora.click(shown.response, label=SAY("button-draft-keep"))

    assert "/fact hide" in removed.response.content
    assert "safety course" not in here and "safety course" in there.response.content
    assert "safety course" in await counter.asked("who may use the laser cutter?")


async def test_a_message_is_saved_with_its_link_and_without_its_authors_name(counter: Counter) -> None:
    """Unless the server wants the name."""
    await counter.bob.send(counter.general, "The sauna opens at noon.")
    message = counter.general.last_message
    form = await counter.cora.context_menu(counter.general, "Save as fact", message)
    silent = form._interaction.modal["components"][2]["component"]["value"]
    counter.settle(author_names=True)
    form = await counter.cora.context_menu(counter.general, "Save as fact", message)
    named = form._interaction.modal["components"][2]["component"]["value"]

    assert f"/{message.channel.id}/{message.id}" in silent and "bob" not in silent and "Author: bob" in named


async def test_lists_turn_pages(counter: Counter) -> None:
    """Forth and back."""
    for number in range(12):
        await counter.office.clerk.do(
            lambda curation, number=number: curation.submit(  # type: ignore[misc]
                counter.here.id, _person(counter.cora, curates=True), _fact(number)
            )
        )
    shown = await counter.bob.slash(counter.general, "fact list", only="own")
    first = shown.response.content
    await counter.bob.click(shown.response, label=SAY("button-next"))
    second = shown.response.content
    await counter.bob.click(shown.response, label=SAY("button-back"))

    assert 11 == len(first.splitlines()) and 3 == len(second.splitlines())
    assert first == shown.response.content != second


async def test_ids_of_buttons_and_forms_hold_what_they_are_given() -> None:
    """And fit Discord's hundred characters."""
    largest = {"number": 10**15 - 1, "what": "x" * 30, "handle": "f" * 12, "version": 10**15 - 1, "asker": 10**20 - 1}
    for form in (ids.DRAFT, ids.PROPOSAL, ids.GAP, ids.LIST, ids.EDIT, ids.DECIDE, ids.REASON, ids.THUMB, ids.IMPORT):
        values = {name: (largest | {"stamp": f"b2-{'f' * 16}"})[name] for name in form.fields}

        assert {name: str(value) for name, value in values.items()} == form.read(form(**values))
        assert len(form(**values)) <= 100 and form.read(f"{form(**values)} ") is None


def _person(person: Any, *, curates: bool = False) -> Any:
    from bot.curation.roles import Person, Role

    return Person(person.id, Role.CURATOR if curates else Role.MEMBER)


def _fact(number: int) -> Any:
    from bot.curation.changes import Draft, add
    from bot.facts import Source

    return add(Draft((f"What is number {number}?",), f"{number}.", source=Source(SAUNA["source"][:20])))
