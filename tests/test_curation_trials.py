"""Nothing wrong gets in: what a change would do is seen before it is made, and the gate holds back what breaks."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from bot.answering import Answerer
from bot.curation import gate
from bot.curation.changes import add, draft_of, edit, hide, remove, undo
from bot.curation.desk import Curation
from bot.curation.roles import AT_TERMINAL, DeniedError
from bot.curation.trying import answers_changed
from bot.curation.values import GateError, Kept, Waiting
from bot.errors import TableError
from bot.facts import SHARED
from bot.store.reading import FactTable
from bot.store.uncommitted import UncommittedTable
from bot.store.writing import FactStore
from tests import club
from tests.curating import CURATOR, HERE, MEMBER, SAUNA, THERE
from tests.test_store import dump

FEE_QUESTION = "how much is the membership"
HIJACK = replace(SAUNA, questions=("How much is the membership fee?", "membership cost"), answer="Ask at the desk.")


def test_a_check_names_the_questions_that_would_get_another_answer(curation: Curation) -> None:
    removed = curation.check(HERE, CURATOR, hide(club.FEE.handle))

    changed = {change.question: change for change in removed.changes}
    assert set(club.FEE.questions) <= set(changed)
    assert ("found", "fee") == (changed[club.FEE.title].before.outcome, changed[club.FEE.title].before.fact_id)
    assert changed[club.FEE.title].after.fact_id != "fee"


def test_a_check_names_questions_of_others_that_a_new_fact_would_take(curation: Curation) -> None:
    findings = curation.check(HERE, CURATOR, add(replace(SAUNA, questions=("annual membership fee",))))

    assert "annual membership fee" in [change.question for change in findings.changes] + [
        claim.phrasing for claim in findings.claimed
    ]
    assert [("annual membership fee", "fee")] == [(one.phrasing, one.fact.id) for one in findings.claimed]


def test_a_check_finds_what_nearly_says_it_already(curation: Curation) -> None:
    findings = curation.check(HERE, MEMBER, add(replace(SAUNA, questions=("When does the workshop open up?",))))

    assert "opening" == findings.alike[0].fact.id


def test_a_fact_is_not_like_itself(curation: Curation) -> None:
    findings = curation.check(HERE, CURATOR, edit(club.FEE.handle, replace(draft_of(club.FEE), answer="50 euros.")))

    assert ((), (), ()) == (findings.alike, findings.claimed, findings.changes)


def test_a_check_keeps_nothing(curation: Curation, club_copy: Path) -> None:
    before = dump(club_copy)
    curation.check(HERE, CURATOR, add(SAUNA))
    curation.check(HERE, CURATOR, hide(club.FEE.handle))

    assert before == dump(club_copy)


def test_a_check_asks_no_more_than_it_says(curation: Curation, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "MOST_ASKED", 1)
    findings = curation.check(HERE, CURATOR, hide(club.FEE.handle))

    assert 1 == findings.asked
    assert findings.left >= 1


def test_a_change_that_breaks_a_label_is_held_back_with_the_list(curation: Curation, club_copy: Path) -> None:
    curation.labels.add(HERE, CURATOR, FEE_QUESTION, "fee")
    before = dump(club_copy)
    with pytest.raises(GateError) as caught:
        curation.submit(HERE, CURATOR, hide(club.FEE.handle))

    assert [(FEE_QUESTION, "fee")] == [(broken.question, broken.wanted) for broken in caught.value.broken]
    assert before == dump(club_copy)


def test_what_must_stay_unanswered_is_not_answered(curation: Curation) -> None:
    curation.labels.add(HERE, CURATOR, "when does the sauna open", None)
    with pytest.raises(GateError) as caught:
        curation.submit(HERE, CURATOR, add(SAUNA))

    assert caught.value.broken[0].wanted is None
    assert "must stay unanswered" in str(caught.value)


def test_a_curator_may_overrule_with_a_reason_that_stands_in_the_history(curation: Curation) -> None:
    curation.labels.add(HERE, CURATOR, FEE_QUESTION, "fee")
    curation.submit(HERE, CURATOR, hide(club.FEE.handle, "out of date"), overrule="membership is free now")

    assert "out of date (overruled: membership is free now)" == curation.facts.history(HERE)[0].why


def test_a_member_s_reason_overrules_nothing(curation: Curation) -> None:
    curation.labels.add(HERE, CURATOR, "when does the sauna open", None)
    waiting = curation.submit(HERE, MEMBER, add(SAUNA), overrule="please")
    assert isinstance(waiting, Waiting)
    with pytest.raises(GateError):
        curation.review.accept(HERE, CURATOR, waiting.proposal.number)


def test_what_was_wrong_already_holds_nothing_back(curation: Curation) -> None:
    curation.labels.add(HERE, CURATOR, FEE_QUESTION, "founder")

    assert isinstance(curation.submit(HERE, CURATOR, hide(club.FEE.handle)), Kept)


def test_the_gate_stands_before_an_undo_too(curation: Curation) -> None:
    made = curation.submit(HERE, CURATOR, add(SAUNA))
    assert isinstance(made, Kept)
    curation.labels.add(HERE, CURATOR, "when does the sauna open", handle_id(made))
    with pytest.raises(GateError):
        curation.submit(HERE, CURATOR, undo(made.number))


def test_labels_of_another_server_hold_nothing_back(curation: Curation) -> None:
    curation.labels.add(THERE, CURATOR, FEE_QUESTION, "fee")

    assert isinstance(curation.submit(HERE, CURATOR, hide(club.FEE.handle)), Kept)


def test_an_import_is_held_back_as_a_single_change_is(curation: Curation) -> None:
    curation.labels.add(HERE, CURATOR, "when does the sauna open", None)
    file = b"---\ntitle: Rules\n---\n\n## When does the sauna open?\n\nNever.\n"
    preview = curation.exchange.preview(HERE, CURATOR, "rules.md", file)
    with pytest.raises(GateError):
        curation.exchange.load(HERE, CURATOR, "rules.md", file, seen=preview.stamp)

    assert (("When does the sauna open?",), 1) == (preview.added, len(preview.findings.broken))
    assert "" == curation.exchange.export(HERE)


def test_only_curators_label_and_overrule(curation: Curation) -> None:
    with pytest.raises(DeniedError, match="only curators may label questions here"):
        curation.labels.add(HERE, MEMBER, FEE_QUESTION, "fee")


def test_a_label_needs_a_fact_that_the_server_sees(curation: Curation) -> None:
    fact = curation.submit(THERE, CURATOR, add(SAUNA))
    assert isinstance(fact, Kept)
    with pytest.raises(TableError, match="there is no fact"):
        curation.labels.load(HERE, CURATOR, [("one", "fee"), ("two", handle_id(fact))])

    assert 0 == curation.labels.page(HERE).total


def test_labels_are_listed_changed_and_removed(curation: Curation) -> None:
    first, second = curation.labels.load(SHARED, AT_TERMINAL, [("one", "fee"), ("two", None)])
    assert first == curation.labels.add(SHARED, AT_TERMINAL, "one", "founder")
    curation.labels.remove(SHARED, AT_TERMINAL, second)

    assert [("one", "founder")] == [(one.query, one.fact) for one in curation.labels.page(SHARED).items]


def test_what_is_not_committed_can_be_asked(club_copy: Path) -> None:
    """As an import that is only tried does."""
    with FactStore(club_copy) as store, FactTable(club_copy) as table, suppress(ZeroDivisionError), store.transaction():
        store.replace_pack("club", [fact for fact in club.FACTS if fact is not club.FEE])
        after = Answerer(UncommittedTable(store))
        changes = answers_changed(Answerer(table), after, [club.FEE.title, club.FOUNDER.title], SHARED)
        raise ZeroDivisionError
    assert [club.FEE.title] == [change.question for change in changes]
    with FactTable(club_copy) as table:
        assert table.fact(club.FEE.handle) is not None


def test_removing_a_shared_fact_in_its_own_scope_is_tried_too(curation: Curation) -> None:
    curation.labels.add(SHARED, AT_TERMINAL, FEE_QUESTION, "fee")
    with pytest.raises(GateError):
        curation.submit(SHARED, AT_TERMINAL, remove(club.FEE.handle))


def test_a_new_fact_that_takes_a_labelled_question_is_held_back(curation: Curation) -> None:
    curation.labels.add(HERE, CURATOR, "How much is the membership fee?", "fee")
    with pytest.raises(GateError):
        curation.submit(HERE, CURATOR, add(HIJACK))


def handle_id(made: Kept) -> str:
    """The id of the fact that was made."""
    assert made.fact is not None
    return made.fact.id
