"""Changing facts: whose they are, what is refused, and that each change can be taken back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answering import Answerer
from bot.answers import Found
from bot.curation.changes import Change, Draft, DraftError, add, draft_of, edit, hide, move, remove, show, stamp, undo
from bot.curation.desk import Curation
from bot.curation.roles import AT_TERMINAL
from bot.curation.values import ChangedError, Kept, Waiting
from bot.errors import FactbotError, TableError
from bot.facts import SHARED, Fact, Source
from bot.store.reading import FactTable
from tests import club, strategies
from tests.curating import CURATOR, HERE, MEMBER, OTHER_CURATOR, POOL, SAUNA, THERE, handle_of

DEARER = replace(draft_of(club.FEE), answer="Membership costs 50 euros.")


def kept(result: Kept | Waiting) -> Kept:
    """The change, which is made."""
    assert isinstance(result, Kept)
    return result


def answered(path: Path, question: str, scope: int) -> str:
    """The answer that a server's member gets, "" for none."""
    with FactTable(path) as table:
        answer = Answerer(table).ask(question, scope=scope)
    return answer.best.answer if isinstance(answer, Found) else ""


def test_a_fact_that_was_added_answers_in_its_server_alone(curation: Curation, club_copy: Path) -> None:
    curation.submit(HERE, CURATOR, add(SAUNA))

    question = SAUNA.questions[0]
    assert ("At noon.", "", "") == tuple(answered(club_copy, question, scope) for scope in (HERE, THERE, SHARED))


def test_a_shared_fact_that_a_server_changes_is_changed_there_alone(curation: Curation, club_copy: Path) -> None:
    curation.submit(HERE, CURATOR, edit(club.FEE.handle, DEARER, stamp(club.FEE)))

    question = club.FEE.questions[0]
    assert (DEARER.answer, club.FEE.answer) == (
        answered(club_copy, question, HERE),
        answered(club_copy, question, THERE),
    )


def test_removing_the_server_s_own_brings_the_shared_fact_back(curation: Curation, club_copy: Path) -> None:
    curation.submit(HERE, CURATOR, edit(club.FEE.handle, DEARER))
    back = kept(curation.submit(HERE, CURATOR, remove(club.FEE.handle)))

    assert club.FEE == back.fact
    assert club.FEE.answer == answered(club_copy, club.FEE.questions[0], HERE)


def test_a_hidden_fact_answers_in_other_servers(curation: Curation, club_copy: Path) -> None:
    curation.submit(HERE, CURATOR, hide(club.FEE.handle))

    question = club.FEE.questions[0]
    assert ("", club.FEE.answer) == (answered(club_copy, question, HERE), answered(club_copy, question, THERE))


CHANGES: list[tuple[str, Callable[[str], Change]]] = [
    ("add", lambda handle: add(POOL)),
    ("edit", lambda handle: edit(handle, replace(SAUNA, answer="At one."))),
    ("edit shared", lambda handle: edit(club.FEE.handle, DEARER)),
    ("remove", remove),
    ("hide", lambda handle: hide(club.FEE.handle)),
    ("move", lambda handle: move(handle, "Wellness")),
]


@pytest.mark.parametrize(("change"), [change for _, change in CHANGES], ids=[name for name, _ in CHANGES])
def test_every_change_can_be_undone_and_the_undoing_too(curation: Curation, change: Callable[[str], Change]) -> None:
    handle = handle_of(kept(curation.submit(HERE, CURATOR, add(SAUNA))).fact)
    before = curation.facts.page(HERE, limit=50).items
    made = kept(curation.submit(HERE, CURATOR, change(handle)))
    after = curation.facts.page(HERE, limit=50).items

    undone = kept(curation.submit(HERE, CURATOR, undo(made.number)))
    assert {one.fact.id: one for one in before} == {
        one.fact.id: one for one in curation.facts.page(HERE, limit=50).items
    }

    curation.submit(HERE, CURATOR, undo(undone.number))
    assert {one.fact.id: one for one in after} == {
        one.fact.id: one for one in curation.facts.page(HERE, limit=50).items
    }


def test_what_was_shown_again_can_be_undone(curation: Curation) -> None:
    curation.submit(HERE, CURATOR, hide(club.FEE.handle))
    shown = kept(curation.submit(HERE, CURATOR, show(club.FEE.handle)))
    curation.submit(HERE, CURATOR, undo(shown.number))

    assert [club.FEE] == [one.fact for one in curation.facts.page(HERE, hidden=True).items]


def test_of_two_curators_the_second_sees_what_the_first_made_of_it(curation: Curation) -> None:
    curation.submit(HERE, CURATOR, edit(club.FEE.handle, DEARER, stamp(club.FEE)))
    with pytest.raises(ChangedError) as caught:
        curation.submit(HERE, OTHER_CURATOR, edit(club.FEE.handle, replace(DEARER, answer="Free."), stamp(club.FEE)))
    assert caught.value.now is not None and caught.value.now.answer == DEARER.answer

    decided = edit(club.FEE.handle, replace(DEARER, answer="Free."), stamp(caught.value.now))
    assert "Free." == getattr(kept(curation.submit(HERE, OTHER_CURATOR, decided)).fact, "answer", None)


def test_who_edits_what_another_removed_is_told_that_it_is_gone(curation: Curation) -> None:
    fact = kept(curation.submit(HERE, CURATOR, add(SAUNA))).fact
    assert fact is not None
    curation.submit(HERE, OTHER_CURATOR, remove(fact.handle))
    with pytest.raises(ChangedError) as caught:
        curation.submit(HERE, CURATOR, edit(fact.handle, POOL, stamp(fact)))

    assert caught.value.now is None


def test_an_undo_does_not_undo_what_came_after(curation: Curation) -> None:
    first = kept(curation.submit(HERE, CURATOR, edit(club.FEE.handle, DEARER)))
    curation.submit(HERE, CURATOR, edit(club.FEE.handle, replace(DEARER, answer="Free.")))
    with pytest.raises(ChangedError) as caught:
        curation.submit(HERE, OTHER_CURATOR, undo(first.number))

    assert caught.value.now is not None and caught.value.now.answer == "Free."


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (add(replace(SAUNA, answer=" \n ")), "the answer is empty"),
        (add(replace(SAUNA, source=Source(""))), "say where this stands: the title or the address of a source"),
        (add(replace(SAUNA, review_by="soon")), '"soon" is no date such as 2026-01-31'),
        (add(replace(SAUNA, topic="x" * 5001)), "the topic has 5001 characters; 5000 are the most"),
        (add(replace(SAUNA, questions=("a\0b",))), "the question holds U+0000, which is no character"),
        (add(replace(SAUNA, questions=tuple(map(str, range(1001))))), "these are 1001 phrasings; 1000 are the most"),
        (add(draft_of(club.FEE), key="fee"), ""),
        (edit(club.FEE.handle, draft_of(club.FEE)), "nothing was changed"),
        (edit("0" * 12, SAUNA), "there is no such fact here"),
        (move(club.FEE.handle, "\ud800"), "the topic holds U+D800, which is no character"),
        (remove(club.FEE.handle), f'"{club.FEE.title}" is shared by all servers: hide it here instead'),
        (show(club.FEE.handle), f'"{club.FEE.title}" is shown already'),
        (undo(77), "there is no change 77 here"),
    ],
)
def test_what_cannot_be_done_is_refused_in_one_sentence(curation: Curation, change: Change, sentence: str) -> None:
    """And the curator finds the facts as they were; a server may have its own under a shared id."""
    before = curation.facts.page(HERE, limit=50)
    if not sentence:
        curation.submit(HERE, CURATOR, change)
        return
    with pytest.raises(FactbotError) as caught:
        curation.submit(HERE, CURATOR, change)

    assert sentence == str(caught.value)
    assert before == curation.facts.page(HERE, limit=50)


def test_the_same_fact_twice_is_refused(curation: Curation) -> None:
    curation.submit(HERE, CURATOR, add(SAUNA))
    with pytest.raises(ChangedError):
        curation.submit(HERE, OTHER_CURATOR, add(SAUNA))


def test_only_a_person_s_check_resets_the_clock(curation: Curation) -> None:
    due = replace(SAUNA, review_by="2020-01-01")
    handle = handle_of(kept(curation.submit(HERE, CURATOR, add(due))).fact)
    curation.submit(HERE, CURATOR, edit(handle, replace(due, answer="At one.")))
    assert [handle] == [one.fact.handle for one in curation.facts.page(HERE, due=True).items]

    curation.confirm(HERE, CURATOR, handle, review_by="2999-01-01")
    listed = curation.facts.get(HERE, handle)
    assert () == curation.facts.page(HERE, due=True).items
    assert listed is not None and listed.fact.checked >= "2026"


def test_a_list_comes_in_pages_with_the_server_s_own_first(curation: Curation) -> None:
    curation.submit(HERE, CURATOR, add(SAUNA))
    first = curation.facts.page(HERE, limit=6)
    second = curation.facts.page(HERE, limit=6, offset=first.more)

    assert first.items[0].own and not first.items[1].own
    assert (11, 0) == (first.total, second.more)
    assert 11 == len({one.fact.id for one in first.items + second.items})


def test_topics_and_searches_know_the_server_s_own(curation: Curation) -> None:
    curation.submit(HERE, CURATOR, add(replace(SAUNA, topic="Spa")))

    assert (("Spa",), ()) == (curation.facts.topics(HERE, "sp"), curation.facts.topics(THERE, "sp"))
    assert SAUNA.answer == curation.facts.search(HERE, "sauna")[0].answer


def test_the_history_of_a_fact_that_is_gone_can_be_read(curation: Curation) -> None:
    handle = handle_of(kept(curation.submit(HERE, CURATOR, add(SAUNA, why="asked often"))).fact)
    curation.submit(HERE, OTHER_CURATOR, remove(handle, why="burnt down"))

    history = curation.facts.history(HERE, handle)
    assert [("retired", 22, "burnt down"), ("added", 21, "asked often")] == [(e.what, e.person, e.why) for e in history]


def test_at_the_terminal_shared_facts_are_changed_for_all(curation: Curation, club_copy: Path) -> None:
    curation.submit(SHARED, AT_TERMINAL, edit(club.FEE.handle, DEARER))

    assert DEARER.answer == answered(club_copy, club.FEE.questions[0], THERE)


def test_a_member_s_change_is_not_made(curation: Curation, club_copy: Path) -> None:
    assert isinstance(curation.submit(HERE, MEMBER, add(SAUNA)), Waiting)
    assert not answered(club_copy, SAUNA.questions[0], HERE)


@settings(max_examples=25, deadline=None)
@given(st.lists(strategies.raw_text(), max_size=3), strategies.raw_text(), strategies.raw_text(), strategies.raw_text())
def test_any_draft_becomes_a_fact_or_is_refused(questions: list[str], answer: str, topic: str, title: str) -> None:
    """Whatever people type; what waits in the queue is read back as it was."""
    draft = Draft(tuple(questions), answer, topic=topic, source=Source(title))
    try:
        fact = draft.fact()
    except DraftError:
        return
    assert fact == draft_of(fact).fact(fact.id)
    assert Change.from_json(add(draft).to_json()) == add(draft)


@settings(max_examples=50, deadline=None)
@given(strategies.facts())
def test_any_fact_goes_through_a_form_unchanged(fact: Fact) -> None:
    """Whatever a document made of it, where its date is one."""
    dated = replace(fact, review_by=fact.review_by and "2026-01-31")
    if fact.answer.strip():
        assert dated == draft_of(dated).fact(fact.id)


def test_any_draft_is_stored_as_it_was_meant(club_path: Path) -> None:
    """One table for all examples."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "facts.db"
        path.write_bytes(club_path.read_bytes())
        with Curation(path) as desk:

            @settings(max_examples=25, deadline=None)
            @given(st.lists(strategies.raw_text(), max_size=3), strategies.raw_text())
            def stored(questions: list[str], answer: str) -> None:
                change = add(Draft(tuple(questions), answer, source=Source("x")))
                try:
                    made = kept(desk.submit(HERE, CURATOR, change))
                except (DraftError, ChangedError):
                    return
                assert made.fact is not None and change.draft is not None
                assert change.draft.fact() == made.fact
                desk.submit(HERE, CURATOR, undo(made.number))

            stored()


def test_confirming_needs_a_fact_of_the_server_s_own(curation: Curation) -> None:
    with pytest.raises(TableError, match="no such fact of your own"):
        curation.confirm(HERE, CURATOR, club.FEE.handle)
