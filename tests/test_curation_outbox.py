"""Whoever must hear something hears it: after a restart too, and not for ever."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot.curation.changes import add
from bot.curation.desk import Curation
from bot.curation.values import Waiting
from bot.servers import ServerSettings
from bot.store import outbox
from tests.curating import CURATOR, HERE, MANAGER, MEMBER, SAUNA, SPOT, THERE


@pytest.fixture
def owing(curation: Curation) -> Curation:
    """Curation that owes a member an answer."""
    waiting = curation.submit(HERE, MEMBER, add(SAUNA), SPOT)
    assert isinstance(waiting, Waiting)
    curation.review.refuse(HERE, CURATOR, waiting.proposal.number, "We have no sauna.")
    return curation


def test_what_is_claimed_is_not_claimed_again_while_somebody_says_it(owing: Curation) -> None:
    assert 1 == len(owing.outbox.claim())
    assert () == owing.outbox.claim()


def test_what_was_claimed_and_not_said_is_due_after_a_restart(owing: Curation, club_copy: Path) -> None:
    [first] = owing.outbox.claim()
    owing.close()
    with Curation(club_copy) as again:
        again.outbox.release()
        [second] = again.outbox.claim()

    assert (first.number, first.nonce, 1) == (second.number, second.nonce, second.tries)


def test_what_was_said_is_not_said_again_and_its_words_are_gone(owing: Curation, club_copy: Path) -> None:
    [notice] = owing.outbox.claim()
    owing.outbox.sent(notice.number)
    owing.outbox.release()
    assert () == owing.outbox.claim()

    [kept] = owing._ground.connection.execute("SELECT payload FROM outbox").fetchall()
    assert ("{}",) == kept


def test_a_lease_runs_out(owing: Curation) -> None:
    assert 1 == len(owing.outbox.claim(lease=-1))
    assert 1 == len(owing.outbox.claim())


def test_what_fails_is_tried_again_later_and_given_up_at_last(owing: Curation, monkeypatch: pytest.MonkeyPatch) -> None:
    waits = []
    later = outbox._later

    def note(seconds: float) -> str:
        waits.append(timedelta(seconds=seconds))
        return later(-1)

    monkeypatch.setattr(outbox, "_later", note)
    tries = 0
    while notices := owing.outbox.claim(lease=0):
        tries += 1
        owing.outbox.failed(notices[0].number)

    assert outbox.MOST_TRIES == tries
    assert [timedelta(seconds=30 * 2**n) for n in range(7)] == [wait for wait in waits if wait]


def test_what_ends_the_program_each_time_is_given_up_too(owing: Curation) -> None:
    tries = 0
    while owing.outbox.claim():
        tries += 1
        owing.outbox.release()

    assert 2 * outbox.MOST_TRIES == tries


def test_what_can_never_be_said_is_dropped(owing: Curation) -> None:
    [notice] = owing.outbox.claim()
    owing.outbox.failed(notice.number, for_good=True)
    owing.outbox.failed(notice.number)
    owing.outbox.release()

    assert () == owing.outbox.claim()


def test_a_digest_is_due_once_a_week_where_it_is_wanted(curation: Curation) -> None:
    assert 0 == curation.servers.queue_digests()
    curation.servers.change(HERE, MANAGER, ServerSettings(digest=True, log_channel=700))
    assert (1, 0) == (curation.servers.queue_digests(), curation.servers.queue_digests())

    assert [("digest", HERE, 700)] == [(one.kind, one.scope, one.channel) for one in curation.outbox.claim()]


def test_a_digest_counts_what_happened_and_what_waits(curation: Curation) -> None:
    curation.submit(HERE, CURATOR, add(SAUNA))
    curation.submit(HERE, MEMBER, add(SAUNA.__class__(("Who?",), "Me.", source=SAUNA.source, review_by="2020-01-01")))
    curation.gaps.ask(HERE, MEMBER, SPOT, "Where is the moon?")
    curation.receipts.note([], {(HERE, "found"): 1})
    curation.receipts.note([], {(HERE, "found"): 2, (THERE, "found"): 7})
    digest = curation.servers.digest(HERE)

    assert (1, 1, 1, {"found": 3}) == (digest.changes, digest.open_proposals, digest.all_gaps, digest.counts)
    assert 0 == digest.all_due
