"""Review: who may do what, what becomes of a proposal, and that whoever said something hears of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, multiple, rule, run_state_machine_as_test

from bot.curation import review
from bot.curation.changes import DraftError, add, draft_of, edit, hide, remove, stamp
from bot.curation.desk import Curation
from bot.curation.roles import Action, DeniedError, Person, Role, may, require
from bot.curation.values import ChangedError, Kept, Spot, Waiting
from bot.errors import ConflictError, TableError
from bot.servers import ServerSettings
from bot.store.outbox import Notice
from bot.store.receipts import Receipt
from tests import club
from tests.curating import CURATOR, HERE, MANAGER, MEMBER, OTHER_CURATOR, OTHER_MEMBER, POOL, SAUNA, SPOT
from tests.test_store import dump

DEARER = replace(draft_of(club.FEE), answer="Membership costs 50 euros.")


def waiting(result: Kept | Waiting) -> int:
    """The number of what waits."""
    assert isinstance(result, Waiting)
    return result.proposal.number


def heard(curation: Curation) -> list[Notice]:
    """All that is to be said, and is said now."""
    notices = curation.outbox.claim(100)
    for notice in notices:
        curation.outbox.sent(notice.number)
    return list(notices)


def reported(curation: Curation, person: Person = MEMBER, **said: str) -> Waiting:
    """A report of the fee."""
    return curation.review.report(HERE, person, SPOT, handle=club.FEE.handle, version=1, **said)


@pytest.mark.parametrize("action", Action)
@pytest.mark.parametrize("role", Role)
def test_each_role_may_do_what_the_one_below_may(role: Role, action: Action) -> None:
    members = {Action.READ, Action.PROPOSE, Action.REPORT, Action.ASK}
    least = Role.MEMBER if action in members else Role.MANAGER if action is Action.SETTLE else Role.CURATOR

    assert (role >= least) == may(role, action)
    if role < least:
        with pytest.raises(DeniedError):
            require(Person(1, role), action)


def test_a_proposal_is_accepted_and_its_author_hears_it_once(curation: Curation) -> None:
    number = waiting(curation.submit(HERE, MEMBER, add(SAUNA), SPOT))
    kept = curation.review.accept(HERE, CURATOR, number, reason="thanks")

    assert kept.fact is not None and kept.fact.answer == SAUNA.answer
    [notice] = heard(curation)
    assert ("accepted", MEMBER.user, 500, 600) == (notice.kind, notice.user, notice.channel, notice.message)
    assert ("thanks", kept.fact.handle) == (notice.payload["reason"], notice.payload["handle"])
    assert [] == heard(curation)
    assert (21, f"(proposal {number}: thanks)") == (
        curation.facts.history(HERE)[0].person,
        curation.facts.history(HERE)[0].why,
    )


def test_a_curator_changes_what_was_proposed(curation: Curation) -> None:
    number = waiting(curation.submit(HERE, MEMBER, edit(club.FEE.handle, DEARER, stamp(club.FEE))))
    kept = curation.review.accept(HERE, CURATOR, number, draft=replace(DEARER, answer="60 euros."))

    assert "60 euros." == kept.fact.answer if kept.fact else ""


def test_a_refusal_says_why(curation: Curation) -> None:
    number = waiting(curation.submit(HERE, MEMBER, add(SAUNA), SPOT))
    with pytest.raises(DraftError, match="say why"):
        curation.review.refuse(HERE, CURATOR, number, "  ")
    curation.review.refuse(HERE, CURATOR, number, "We have no sauna.")

    assert [("refused", "We have no sauna.")] == [(one.kind, one.payload["reason"]) for one in heard(curation)]
    assert () == curation.facts.search(HERE, "sauna")


def test_what_was_decided_is_decided_once(curation: Curation) -> None:
    number = waiting(curation.submit(HERE, MEMBER, add(SAUNA)))
    curation.review.refuse(HERE, CURATOR, number, "no")
    with pytest.raises(ConflictError, match=f"proposal {number} was refused already"):
        curation.review.accept(HERE, OTHER_CURATOR, number)


def test_a_proposal_for_a_fact_that_changed_meanwhile_shows_what_it_is_now(curation: Curation) -> None:
    number = waiting(curation.submit(HERE, MEMBER, edit(club.FEE.handle, DEARER, stamp(club.FEE))))
    curation.submit(HERE, CURATOR, edit(club.FEE.handle, replace(DEARER, answer="Free.")))
    with pytest.raises(ChangedError) as caught:
        curation.review.accept(HERE, OTHER_CURATOR, number)
    assert caught.value.now is not None and caught.value.now.answer == "Free."
    assert "open" == curation.review.get(HERE, CURATOR, number).state

    kept = curation.review.accept(HERE, OTHER_CURATOR, number, seen=stamp(caught.value.now))
    assert kept.fact is not None and kept.fact.answer == DEARER.answer


def test_members_see_and_withdraw_their_own_alone(curation: Curation) -> None:
    number = waiting(curation.submit(HERE, MEMBER, add(SAUNA)))
    with pytest.raises(TableError):
        curation.review.get(HERE, OTHER_MEMBER, number)
    with pytest.raises(TableError):
        curation.review.withdraw(HERE, OTHER_MEMBER, number)
    with pytest.raises(DeniedError):
        curation.review.accept(HERE, MEMBER, number)

    assert () == curation.review.page(HERE, OTHER_MEMBER).items
    assert "withdrawn" == curation.review.withdraw(HERE, MEMBER, number).state


def test_a_role_that_was_lost_counts_no_more(curation: Curation) -> None:
    """The form was opened by a curator, and comes back from a member."""
    assert isinstance(curation.submit(HERE, replace(CURATOR, role=Role.MEMBER), hide(club.FEE.handle)), Waiting)
    assert curation.facts.page(HERE, hidden=True).total == 0


def test_a_second_pair_of_eyes_is_another_s(curation: Curation) -> None:
    with pytest.raises(DeniedError):
        curation.servers.change(HERE, CURATOR, ServerSettings(second_pair=True))
    curation.servers.change(HERE, MANAGER, ServerSettings(second_pair=True))
    number = waiting(curation.submit(HERE, CURATOR, add(SAUNA)))
    with pytest.raises(DeniedError, match="another curator"):
        curation.review.accept(HERE, CURATOR, number)
    curation.review.accept(HERE, OTHER_CURATOR, number)

    assert [("accepted", CURATOR.user)] == [(one.kind, one.user) for one in heard(curation)]


def test_a_likely_duplicate_is_kept_and_says_so(curation: Curation) -> None:
    first = waiting(curation.submit(HERE, MEMBER, add(SAUNA)))
    second = curation.submit(HERE, OTHER_MEMBER, add(replace(SAUNA, questions=("sauna hours: when does it open",))))
    other = curation.submit(HERE, OTHER_MEMBER, add(POOL))

    assert isinstance(second, Waiting) and isinstance(other, Waiting)
    assert ((first,), ()) == (second.proposal.like, other.proposal.like)
    assert 3 == curation.review.page(HERE, CURATOR).total


def test_the_same_sent_twice_waits_once(curation: Curation) -> None:
    first = waiting(curation.submit(HERE, MEMBER, add(SAUNA)))
    second = curation.submit(HERE, MEMBER, add(SAUNA))

    assert isinstance(second, Waiting) and second.again and second.proposal.number == first


def test_what_cannot_be_made_is_not_taken_in(curation: Curation) -> None:
    with pytest.raises(TableError, match="hide it here instead"):
        curation.submit(HERE, MEMBER, remove(club.FEE.handle))
    assert 0 == curation.review.page(HERE, CURATOR).total


def test_the_curators_channel_is_told_that_something_waits(curation: Curation) -> None:
    curation.servers.change(HERE, MANAGER, ServerSettings(log_channel=700))
    number = waiting(curation.submit(HERE, MEMBER, add(SAUNA)))

    assert [("waiting", 700, number)] == [(one.kind, one.channel, one.payload["proposal"]) for one in heard(curation)]


def test_an_accepted_report_is_noted_on_the_answers_that_showed_the_fact(curation: Curation) -> None:
    curation.receipts.note([Receipt(HERE, message, 500, club.FEE.handle, 1, MEMBER.user) for message in (600, 601)])
    curation.receipts.note([Receipt(HERE, 602, 500, club.LASER.handle, 1, MEMBER.user)])
    number = reported(curation, wrong="It is 50 now", question="what is the fee?").proposal.number
    with pytest.raises(DraftError, match="corrected fact"):
        curation.review.accept(HERE, CURATOR, number)
    kept = curation.review.accept(HERE, CURATOR, number, draft=DEARER, seen=stamp(club.FEE))

    notices = heard(curation)
    assert [("accepted", 600), ("corrected", 601), ("corrected", 600)] == [(one.kind, one.message) for one in notices]
    assert 3 == kept.told
    assert DEARER.answer == curation.facts.search(HERE, club.FEE.title)[0].answer


def test_a_report_of_what_was_mended_meanwhile_is_accepted_as_it_is(curation: Curation) -> None:
    number = reported(curation, wrong="dearer").proposal.number
    curation.submit(HERE, CURATOR, edit(club.FEE.handle, DEARER))

    assert DEARER.answer == getattr(curation.review.accept(HERE, CURATOR, number).fact, "answer", "")


def test_one_correction_settles_all_reports_of_it(curation: Curation) -> None:
    first = reported(curation).proposal.number
    second = reported(curation, OTHER_MEMBER)
    assert (first,) == second.proposal.like
    curation.review.accept(HERE, CURATOR, first, draft=DEARER, also=[second.proposal.number])

    assert [MEMBER.user, OTHER_MEMBER.user] == [one.user for one in heard(curation) if one.kind == "accepted"]
    assert 0 == curation.review.page(HERE, CURATOR).total


def test_a_report_that_is_wrong_can_be_refused_or_take_the_fact_out(curation: Curation) -> None:
    curation.submit(HERE, CURATOR, edit(club.FEE.handle, DEARER))
    number = reported(curation).proposal.number
    kept = curation.review.accept(HERE, CURATOR, number, removing=True)

    assert club.FEE == kept.fact


@pytest.mark.parametrize(("asker", "question"), [(MEMBER, "what is the fee?"), (OTHER_MEMBER, "")])
def test_a_question_is_kept_with_a_report_only_when_its_asker_reports(
    curation: Curation, asker: Person, question: str
) -> None:
    curation.receipts.note([Receipt(HERE, SPOT.message, SPOT.channel, club.FEE.handle, 1, asker.user)])
    report = reported(curation, wrong="no", question="what is the fee?").proposal.report

    assert report is not None and report.question == question


def test_a_wording_that_a_member_offers_is_learned_only_when_it_is_accepted(curation: Curation) -> None:
    offered = curation.review.offer_wording(HERE, MEMBER, SPOT, club.FEE.handle, "what do I have to pay")
    fact = curation.facts.get(HERE, club.FEE.handle)
    assert fact is not None and fact.fact == club.FEE
    kept = curation.review.accept(HERE, CURATOR, offered.proposal.number)

    assert kept.fact is not None
    assert (*club.FEE.questions, "what do I have to pay") == kept.fact.questions


def test_a_wording_that_the_fact_has_already_is_refused_at_once(curation: Curation) -> None:
    with pytest.raises(DraftError, match="nothing was changed"):
        curation.review.offer_wording(HERE, MEMBER, SPOT, club.FEE.handle, club.FEE.title)


def test_nobody_can_bury_the_queue(curation: Curation, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(review, "MOST_OPEN", 2)
    for number in range(2):
        curation.submit(HERE, MEMBER, add(replace(POOL, answer=f"{number} metres")))
    with pytest.raises(DeniedError, match="2 proposals of yours wait for the curators already"):
        curation.submit(HERE, MEMBER, add(SAUNA))
    curation.submit(HERE, OTHER_MEMBER, add(SAUNA))

    assert 3 == curation.review.page(HERE, CURATOR).total


def test_choices_and_thumbs_are_counted_by_fact(curation: Curation, club_copy: Path) -> None:
    """Without a name; those for what is not there are not."""
    for _ in range(2):
        curation.review.picked(HERE, club.FEE.handle)
    curation.review.thumb_up(HERE, club.FEE.handle)
    curation.review.thumb_up(HERE, "nothing")

    assert {"picked": 2, "thumb_up": 1} == curation.facts.counts(HERE, club.FEE.handle)
    assert [] == [row for row in dump(club_copy) if row[0] == "people"]


def test_an_import_does_not_get_round_the_second_pair_of_eyes(curation: Curation) -> None:
    curation.servers.change(HERE, MANAGER, ServerSettings(second_pair=True))
    file = b"---\ntitle: Rules\n---\n\n## When does the sauna open?\n\nNever.\n"
    assert ("When does the sauna open?",) == curation.exchange.preview(HERE, CURATOR, "rules.md", file).added
    with pytest.raises(DeniedError):
        curation.exchange.load(HERE, CURATOR, "rules.md", file)
    curation.exchange.load(HERE, MANAGER, "rules.md", file)

    assert 1 == curation.facts.page(HERE, own=True).total


class ProposalLife(RuleBasedStateMachine):
    """Proposals come, are decided and withdrawn by anybody in any order; a model keeps what must be so."""

    proposals = Bundle("proposals")
    path: Path

    def __init__(self) -> None:
        super().__init__()
        self._folder = TemporaryDirectory()
        path = Path(self._folder.name) / "facts.db"
        path.write_bytes(self.path.read_bytes())
        self.desk = Curation(path)
        self.states: dict[int, str] = {}
        self.authors: dict[int, int] = {}
        self.owed: list[tuple[int, str]] = []
        self.count = 0

    @rule(target=proposals, who=st.sampled_from([MEMBER, OTHER_MEMBER]))
    def propose(self, who: Person) -> object:
        self.count += 1
        draft = replace(SAUNA, questions=(f"Where is cabin number {self.count}?",), answer=f"Behind {self.count}.")
        number = waiting(self.desk.submit(HERE, who, add(draft), Spot(1, self.count)))
        self.states[number], self.authors[number] = "open", who.user
        return multiple(number)

    @rule(number=proposals, who=st.sampled_from([MEMBER, CURATOR, MANAGER]))
    def accept(self, number: int, who: Person) -> None:
        self._decide(number, who, "accepted", lambda: self.desk.review.accept(HERE, who, number))

    @rule(number=proposals, who=st.sampled_from([OTHER_MEMBER, CURATOR]))
    def refuse(self, number: int, who: Person) -> None:
        self._decide(number, who, "refused", lambda: self.desk.review.refuse(HERE, who, number, "no"))

    @rule(number=proposals, who=st.sampled_from([MEMBER, OTHER_MEMBER, CURATOR]))
    def withdraw(self, number: int, who: Person) -> None:
        if self.authors[number] != who.user:
            with pytest.raises(TableError):
                self.desk.review.withdraw(HERE, who, number)
        elif self.states[number] != "open":
            with pytest.raises(ConflictError):
                self.desk.review.withdraw(HERE, who, number)
        else:
            self.desk.review.withdraw(HERE, who, number)
            self.states[number] = "withdrawn"

    @rule()
    def speak(self) -> None:
        said = [(one.user, one.kind) for one in heard(self.desk)]
        assert said == self.owed
        self.owed = []

    @rule()
    def restart(self) -> None:
        path = Path(self._folder.name) / "facts.db"
        self.desk.close()
        self.desk = Curation(path)

    @invariant()
    def what_answers_was_accepted(self) -> None:
        own = self.desk.facts.page(HERE, own=True, limit=1000).total
        assert own == sum(state == "accepted" for state in self.states.values())
        for number, state in self.states.items():
            assert state == self.desk.review.get(HERE, CURATOR, number).state

    def _decide(self, number: int, who: Person, state: str, decide: object) -> None:
        assert callable(decide)
        if who.role < Role.CURATOR:
            with pytest.raises(DeniedError):
                decide()
        elif self.states[number] != "open":
            with pytest.raises(ConflictError):
                decide()
        else:
            decide()
            self.states[number] = state
            self.owed.append((self.authors[number], state))

    def teardown(self) -> None:
        self.desk.close()
        self._folder.cleanup()


def test_a_proposal_lives_as_it_should_whatever_happens_in_whatever_order(club_path: Path) -> None:
    machine = type("ProposalLifeHere", (ProposalLife,), {"path": club_path})
    run_state_machine_as_test(machine, settings=settings(max_examples=15, stateful_step_count=15, deadline=None))
