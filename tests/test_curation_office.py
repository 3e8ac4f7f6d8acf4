"""The counters of the chat, staffed: what a person hands over there is kept by the thread that writes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from threading import Thread

import pytest

from bot.chat import office as chat
from bot.curation.office import GapCounter, PrivacyCounter, RecordCounter, ReportCounter, ServerCounter
from bot.curation.receipts import Receipt
from bot.curation.writer import Writer
from bot.errors import TableError
from bot.servers import ServerSettings
from tests import club
from tests.curating import CURATOR, HERE, MEMBER, THERE

PLACE = chat.Place(HERE, 500, 600, MEMBER.user)


def test_a_report_reaches_the_queue(club_copy: Path) -> None:
    with Writer(club_copy) as writer:
        reports: chat.Reports = ReportCounter(writer)
        reports.report(chat.Report(PLACE, club.FEE.handle, 3, "It is 50", "the board", "what is it?"))
        [waiting] = writer.do(lambda desk: desk.review.page(HERE, CURATOR)).items
        with pytest.raises(TableError):
            reports.report(chat.Report(PLACE, "gone", 3, "no", "", ""))

    assert waiting.report is not None
    assert ("It is 50", "", 3) == (waiting.report.wrong, waiting.report.question, waiting.report.version)


def test_a_question_reaches_the_curators_from_any_thread(club_copy: Path) -> None:
    with Writer(club_copy) as writer:
        gaps = GapCounter(writer)
        threads = [Thread(target=gaps.count, args=(HERE, "Where is the moon?")) for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        gaps.ask_curators(PLACE, "Where is the moon?")
        [group] = writer.do(lambda desk: desk.gaps.page(HERE, CURATOR)).groups

    assert (3, 1) == (group.times, group.askers)


def test_settings_and_privacy_are_kept_and_forgotten(club_copy: Path) -> None:
    with Writer(club_copy) as writer:
        servers: chat.Servers = ServerCounter(writer)
        privacy: chat.Privacy = PrivacyCounter(writer)
        servers.change(HERE, ServerSettings(digest=True))
        GapCounter(writer).ask_curators(PLACE, "Where is the moon?")
        assert {"questions": 1} == privacy.kept(MEMBER.user)
        privacy.forget(MEMBER.user)
        servers.left(THERE)
        servers.back(THERE)
        servers.present([HERE])

        assert ({}, True, "") == (privacy.kept(MEMBER.user), servers.settings(HERE).digest, servers.export(HERE))


def test_what_was_shown_and_what_came_of_it_is_noted_together(club_copy: Path) -> None:
    shown = Receipt(HERE, 600, 500, club.FEE.handle, 3, MEMBER.user)
    with Writer(club_copy) as writer:
        RecordCounter(writer).note([Shown(shown)], {(HERE, "found"): 2})
        [kept] = writer.do(lambda desk: desk.receipts.of(HERE, 600))
        digest = writer.do(lambda desk: desk.servers.digest(HERE))

    assert (shown, {"found": 2}) == (replace(kept, at=""), digest.counts)


class Shown:
    """As the chat tells it."""

    def __init__(self, receipt: Receipt) -> None:
        self.server, self.channel, self.message = receipt.scope, receipt.channel, receipt.message
        self.asker, self.handle, self.version = receipt.asker, receipt.handle, receipt.version
