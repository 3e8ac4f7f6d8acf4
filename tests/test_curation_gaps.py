"""Questions that found nothing: counted without their words, handed over by choice, answered once."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.curation.changes import DraftError, add
from bot.curation.desk import Curation
from bot.curation.roles import DeniedError, Person, Role
from bot.curation.values import Kept, Spot, Waiting
from bot.errors import TableError
from bot.servers import ServerSettings
from bot.store import gaps
from tests.curating import CURATOR, HERE, MANAGER, MEMBER, OTHER_CURATOR, OTHER_MEMBER, SAUNA, SPOT, THERE

ASKED = "When is the zeppelin hangar cleaned?"


def test_a_count_holds_no_word_and_no_name(curation: Curation, club_copy: Path) -> None:
    """Not in any byte of the file."""
    curation.gaps.count(HERE, ASKED)
    curation.close()

    stored = club_copy.read_bytes().lower()
    assert [] == [word for word in (b"zeppelin", b"hangar", b"clean") if word in stored]


def test_the_same_question_asked_in_other_words_counts_up_without_being_stored(curation: Curation) -> None:
    for question in (ASKED, "when do they clean the zeppelin hangars", "Where is the moon?"):
        curation.gaps.count(HERE, question)
    page = curation.gaps.page(HERE, CURATOR)

    assert ((), 2, 3) == (page.groups, page.silent, page.silent_times)


def test_who_hands_a_question_over_brings_its_earlier_count(curation: Curation) -> None:
    for _ in range(3):
        curation.gaps.count(HERE, ASKED)
    curation.gaps.ask(HERE, MEMBER, SPOT, ASKED)
    page = curation.gaps.page(HERE, CURATOR)

    assert ((ASKED,), 3, 1) == (page.groups[0].texts, page.groups[0].times, page.groups[0].askers)
    assert (0, 0) == (page.silent, page.silent_times)


def test_questions_that_are_alike_stand_together_and_the_most_asked_first(curation: Curation) -> None:
    curation.gaps.ask(HERE, MEMBER, SPOT, "Where is the moon?")
    curation.gaps.ask(HERE, MEMBER, SPOT, ASKED)
    curation.gaps.ask(HERE, OTHER_MEMBER, SPOT, "who cleans the zeppelin hangar")

    groups = curation.gaps.page(HERE, CURATOR).groups
    assert [(ASKED, "who cleans the zeppelin hangar"), ("Where is the moon?",)] == [group.texts for group in groups]
    assert [2, 1] == [group.askers for group in groups]


def test_who_asks_twice_waits_once(curation: Curation) -> None:
    numbers = {curation.gaps.ask(HERE, MEMBER, SPOT, question) for question in (ASKED, ASKED.lower())}

    assert 1 == len(numbers)


def test_all_who_asked_are_told_once_where_they_asked(curation: Curation) -> None:
    number = curation.gaps.ask(HERE, MEMBER, Spot(1, 2), ASKED)
    curation.gaps.ask(HERE, MEMBER, Spot(1, 3), "who cleans the zeppelin hangar")
    curation.gaps.ask(HERE, OTHER_MEMBER, Spot(4, 5), ASKED)
    made = curation.submit(HERE, CURATOR, add(replace(SAUNA, questions=(ASKED,))), gap=number)

    assert isinstance(made, Kept) and made.told == 2
    notices = curation.outbox.claim()
    told = [(one.kind, one.user, one.channel, one.message) for one in notices]
    assert [("answered", 11, 1, 2), ("answered", 12, 4, 5)] == told
    assert () == curation.gaps.page(HERE, CURATOR).groups


def test_an_answer_that_waits_for_a_second_pair_of_eyes_tells_nobody_before(curation: Curation) -> None:
    curation.servers.change(HERE, MANAGER, ServerSettings(second_pair=True))
    number = curation.gaps.ask(HERE, MEMBER, SPOT, ASKED)
    waiting = curation.submit(HERE, CURATOR, add(SAUNA), gap=number)
    assert isinstance(waiting, Waiting)
    assert () == curation.outbox.claim()
    curation.review.accept(HERE, OTHER_CURATOR, waiting.proposal.number)

    assert ["accepted", "answered"] == [one.kind for one in curation.outbox.claim()]


def test_who_asked_hears_that_there_will_be_no_answer(curation: Curation) -> None:
    number = curation.gaps.ask(HERE, MEMBER, SPOT, ASKED)
    assert 1 == curation.gaps.dismiss(HERE, CURATOR, number, "No zeppelins here.")

    assert [("dismissed", "No zeppelins here.")] == [(o.kind, o.payload["reason"]) for o in curation.outbox.claim()]
    with pytest.raises(TableError, match=f"no question {number} waits here"):
        curation.gaps.dismiss(HERE, CURATOR, number, "again")


def test_wordings_of_open_gaps_are_offered_as_phrasings(curation: Curation) -> None:
    curation.gaps.ask(HERE, MEMBER, SPOT, ASKED)
    curation.gaps.ask(HERE, MEMBER, SPOT, "Where is the moon?")

    assert (ASKED,) == curation.gaps.phrasings(HERE, "cleaning of the zeppelin hangar")
    assert () == curation.gaps.phrasings(THERE, "cleaning of the zeppelin hangar")


def test_members_do_not_see_what_others_asked(curation: Curation) -> None:
    number = curation.gaps.ask(HERE, MEMBER, SPOT, ASKED)
    for look in (curation.gaps.page, lambda scope, who: curation.gaps.group(scope, who, number)):
        with pytest.raises(DeniedError):
            look(HERE, Person(MEMBER.user, Role.MEMBER))


def test_an_empty_question_is_not_taken(curation: Curation) -> None:
    curation.gaps.count(HERE, " ?! ")
    with pytest.raises(DraftError):
        curation.gaps.ask(HERE, MEMBER, SPOT, " \0 ")

    assert 0 == curation.gaps.page(HERE, CURATOR).silent


def test_only_so_many_are_kept(curation: Curation, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gaps, "MOST_COUNTS", 3)
    monkeypatch.setattr(gaps, "MOST_QUESTIONS", 3)
    for number in range(5):
        curation.gaps.count(HERE, f"unheard-of thing {number}")
        curation.gaps.ask(HERE, MEMBER, SPOT, f"zeppelin{number} moon{number}")

    page = curation.gaps.page(HERE, CURATOR)
    assert (3, 3) == (page.silent, page.total)
    assert "zeppelin0 moon0" not in {text for group in page.groups for text in group.texts}
