"""What waits for curators, and whoever is to hear what became of it."""

from __future__ import annotations

from typing import Any

import pytest

from bot.chat.curation.notices import MARK

from .counter import SAY, SOURCE, Counter

pytestmark = pytest.mark.counter


async def test_a_proposal_is_shown_to_the_curators_and_kept_in_step(counter: Counter) -> None:
    """Wherever it is decided; whoever proposed it is told in the channel where they did."""
    await counter.add(counter.alice)
    await counter.pumped()
    post = counter.desk.last_message
    by_a_member = await counter.bob.click(post, label=SAY("button-proposal-accept"))
    review = await counter.cora.slash(counter.general, "review")
    await counter.cora.click(review.response, label="#1")
    await counter.cora.click(review.response, label=SAY("button-proposal-accept"))
    await counter.pumped()

    assert SAY("proposal-add") in post.content and SAY("curation-denied") == by_a_member.response.content
    assert "At noon." in await counter.asked("when does the sauna open?")
    assert f"<@{counter.cora.id}>" in counter.desk.last_message.content and not counter.desk.last_message.components
    assert f"<@{counter.alice.id}> Your proposal #1 was accepted" in counter.general.last_message.content


async def test_a_refusal_needs_a_reason_and_is_told(counter: Counter) -> None:
    """Once: a second decision finds that there was one."""
    await counter.add(counter.alice)
    await counter.pumped()
    post = counter.desk.last_message
    form = await counter.cora.click(post, label=SAY("button-proposal-refuse"))
    late = await counter.carl.click(post, label=SAY("button-proposal-refuse"))
    await counter.form(counter.cora, form, reason="That is wrong.")
    second = await counter.form(counter.carl, late, reason="Indeed.")
    await counter.pumped()

    assert SAY("curation-decided") == second.response.content
    assert "> That is wrong." in counter.general.last_message.content
    assert "At noon" not in await counter.asked("when does the sauna open?")


async def test_a_form_of_somebody_who_curates_no_more_decides_nothing(counter: Counter) -> None:
    """What they might when it was opened, they may not any more."""
    await counter.add(counter.alice)
    await counter.pumped()
    form = await counter.cora.click(counter.desk.last_message, label=SAY("button-proposal-refuse"))
    counter.settle(curator_role=0)
    sent = await counter.form(counter.cora, form, reason="No.")
    waits = await counter.mana.slash(counter.general, "review")

    assert SAY("curation-denied") == sent.response.content and "#1" in waits.response.content


async def test_with_a_second_pair_of_eyes_nobody_accepts_their_own(counter: Counter) -> None:
    """Another curator does."""
    counter.settle(second_pair=True)
    preview = await counter.propose(counter.cora)
    await counter.cora.click(preview.response, label=SAY("button-draft-propose"))
    await counter.pumped()
    post = counter.desk.last_message
    own = await counter.cora.click(post, label=SAY("button-proposal-accept"))
    before = await counter.asked("when does the sauna open?")
    await counter.carl.click(post, label=SAY("button-proposal-accept"))

    assert SAY("second-pair-needed") == own.response.content and "At noon" not in before
    assert "At noon." in await counter.asked("when does the sauna open?")


async def test_who_asked_is_told_the_answer_once(counter: Counter) -> None:
    """Where they asked. Members see nothing of what others handed over, nor do other servers."""
    await counter.alice.send(counter.general, f"{counter.me} may penguins enter the canteen")
    await counter.alice.click(counter.general.last_message, label=SAY("button-curators"))
    member = await counter.bob.slash(counter.general, "gaps")
    foreign = await counter.cleo.slash(counter.elsewhere, "gaps")
    gaps = await counter.cora.slash(counter.general, "gaps")
    form = await counter.cora.click(gaps.response, label=SAY("button-gap-answer", number=1))
    preview = await counter.form(counter.cora, form, answer="They may not.", source=SOURCE)
    await counter.cora.click(preview.response, label=SAY("button-draft-keep"))
    await counter.pumped()
    told = counter.general.last_message
    await counter.pumped()

    assert SAY("curation-denied") == member.response.content and SAY("gaps-nothing") == foreign.response.content
    assert "penguins" in gaps.response.content
    assert f"<@{counter.alice.id}>" in told.content and "They may not." in told.content
    assert told.id == counter.general.last_message.id


async def test_a_correction_is_noted_on_the_earlier_answer(counter: Counter) -> None:
    """Once, and everything else of it stays; whoever reported hears of it."""
    await counter.add(counter.cora)
    await counter.alice.send(counter.general, f"{counter.me} when does the sauna open?")
    answer = counter.general.last_message
    await _noted(counter)
    form = await counter.alice.click(answer, label=SAY("button-wrong"))
    await counter.alice.submit_modal(form, {"wrong": "It is one.", "source": ""})
    await counter.pumped()
    correct = await counter.cora.click(counter.desk.last_message, label=SAY("button-report-change"))
    preview = await counter.form(counter.cora, correct, answer="At one.")
    await counter.cora.click(preview.response, label=SAY("button-draft-keep"))
    await counter.pumped()
    messages = {message.id: message for message in counter.general.history()}

    assert 1 == messages[answer.id].content.count(MARK) and "At noon." in messages[answer.id].content
    assert answer.embeds == messages[answer.id].embeds and messages[answer.id].components
    assert "Your report #1 was accepted" in counter.general.last_message.content


async def test_a_wording_is_learnt_when_its_asker_and_a_curator_want_it(counter: Counter) -> None:
    """Chosen from what was offered, it waits."""
    await counter.bob.send(counter.general, f"{counter.me} laser safety")
    offer = counter.general.last_message
    picks = [row.children[0] for row in offer.components if row.children[0].custom_id.startswith("pick:")]
    await counter.bob.click(offer, custom_id=picks[0].custom_id)
    chosen = counter.general.last_message
    foreign = await counter.alice.click(chosen, label=SAY("button-wording"))
    own = await counter.bob.click(chosen, label=SAY("button-wording"))
    again = await counter.bob.click(chosen, label=SAY("button-wording"))

    assert SAY("not-yours") == foreign.response.content
    assert SAY("wording-thanks", number=1) == own.response.content
    assert SAY("waiting-again", number=1) == again.response.content


async def test_thumbs_are_counted_once_and_a_thumb_down_is_seen(counter: Counter) -> None:
    """Up has no name; down waits for a curator."""
    await counter.alice.send(counter.general, f"{counter.me} who may use the laser cutter?")
    answer = counter.general.last_message
    said = [(await counter.bob.click(answer, label=sign)).response.content for sign in ("👍", "👍", "👎")]
    await counter.pumped()

    assert [SAY("thumb-up"), SAY("thumb-again"), SAY("thumb-down")] == said
    assert SAY("proposal-thumb") in counter.desk.last_message.content


async def _noted(counter: Counter) -> None:
    client: Any = counter.env.bot
    await client.house.records.flush()
