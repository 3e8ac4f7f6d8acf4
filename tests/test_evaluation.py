"""Evaluation: the arithmetic on cases worked by hand, the judging on a real table, and the two reports compared."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering import Answerer
from bot.deciding import Policy
from bot.errors import DocumentError
from bot.evaluation.baseline import Baseline, Earlier
from bot.evaluation.comparing import Change, Comparison, compare
from bot.evaluation.confusing import Confusion, confusions
from bot.evaluation.figures import Figures, measure
from bot.evaluation.judging import Judged, Named, Outcome, judge
from bot.evaluation.labelled import Labelled, parse, read
from bot.evaluation.leaving_out import ForgetfulTable
from bot.evaluation.measuring import (
    Bin,
    Claim,
    Point,
    auroc,
    best_point,
    calibration_error,
    curve,
    mean_reciprocal_rank,
    reliability,
    share_within,
)
from bot.evaluation.report import report
from bot.store.reading import FactTable
from tests import club
from tests.conftest import MakeTable

CLAIMS = [
    Claim(0.9, right=True),
    Claim(0.8, right=True),
    Claim(0.8, right=False),
    Claim(0.4, right=False),
    Claim(0.1, right=True),
]

claims = st.lists(st.builds(Claim, st.floats(0, 1) | st.sampled_from([0.0, 0.5, 1.0]), st.booleans()), max_size=40)


def mistake(text: str) -> str:
    """The sentence that a file of questions is refused with."""
    with pytest.raises(DocumentError) as refusal:
        list(parse(text, "questions.jsonl"))
    return str(refusal.value)


def row(
    query: str, right: str | None, first: str | None, outcome: Outcome, rank: int | None = None, confidence: float = 0.5
) -> Judged:
    """A question and what came of it; facts are titled by their ids in capitals."""
    return Judged(Labelled(query, right), named(right), outcome, named(first), confidence, "", rank)


def named(id: str | None) -> Named | None:
    """A fact titled by its id in capitals."""
    return Named(id, id.upper()) if id else None


ROWS = [
    row("q1", "a", "a", Outcome.ANSWERED_RIGHT, 1, 0.95),
    row("q2", "a", "b", Outcome.ANSWERED_WRONG, 2, 0.9),
    row("q3", "b", "a", Outcome.OFFERED_WITH, 4, 0.6),
    row("q4", "b", "b", Outcome.REFUSED_WRONGLY, 1, 0.1),
    row("q5", None, "a", Outcome.REFUSED_RIGHTLY, None, 0.05),
    row("q6", None, "b", Outcome.ANSWERED_WRONG, None, 0.85),
    row("q7", "c", None, Outcome.REFUSED_WRONGLY, None, 0.0),
]


def test_right_first_and_right_in_five_are_shares_of_the_questions_that_have_an_answer() -> None:
    """A fact that is not listed counts as missed at every depth."""
    ranks = [1, 2, 5, 6, None]

    assert (0.2, 0.6, None) == (share_within(ranks, 1), share_within(ranks, 5), share_within([], 1))


def test_the_mean_reciprocal_rank_gives_nothing_for_what_is_not_listed() -> None:
    """(1 + 1/2 + 0 + 1/4) / 4."""
    assert (0.4375, None) == (mean_reciprocal_rank([1, 2, None, 4]), mean_reciprocal_rank([]))


def test_auroc_counts_a_tie_as_half() -> None:
    """Of the six pairs of a right and a wrong claim three are in order and one is a tie."""
    assert pytest.approx(3.5 / 6) == auroc(CLAIMS)


def test_auroc_needs_both_right_and_wrong_claims() -> None:
    """Otherwise there is nothing to tell apart."""
    assert [None, None] == [auroc([]), auroc([Claim(0.3, right=True)])]


def test_the_curve_has_a_point_for_each_threshold_that_makes_a_difference() -> None:
    """Equal confidences are answered together or not at all."""
    expected = (Point(0.9, 0.25, 1.0), Point(0.8, 0.5, 2 / 3), Point(0.4, 0.5, 0.5), Point(0.1, 0.75, 0.6))

    assert expected == curve(CLAIMS, 4)


def test_coverage_is_read_at_the_lowest_threshold_that_is_precise_enough() -> None:
    """A dip in between does not matter; a precision that is never reached gives no point."""
    points = curve(CLAIMS, 4)

    assert (points[0], points[3], None) == (best_point(points, 0.95), best_point(points, 0.6), best_point((), 0.95))


def test_calibration_compares_in_ten_bins() -> None:
    """|1 - 0.1| + |0 - 0.4| + 2 |0.5 - 0.8| + |1 - 0.9|, over five claims."""
    bins = reliability(CLAIMS)

    assert (Bin(0.8, 0.9, 2, 0.8, 0.5), Bin(0.9, 1.0, 1, 0.9, 1.0)) == bins[8:]
    assert [0, 1, 0, 0, 1, 0, 0, 0, 2, 1] == [one.count for one in bins]
    assert pytest.approx(0.4) == calibration_error(bins)


@given(claims, st.floats(0, 1), st.floats(0, 1))
def test_asking_for_more_precision_never_covers_more(some: list[Claim], one: float, other: float) -> None:
    """On the same claims, the stricter of two demands is met by at most as many answers."""
    points = curve(some, max(1, len(some)))
    loose, strict = (
        point.coverage if (point := best_point(points, precision)) else 0.0 for precision in sorted((one, other))
    )

    assert 0 <= strict <= loose <= 1


@given(claims)
def test_auroc_lies_between_0_and_1_and_turns_round_with_the_confidences(some: list[Claim]) -> None:
    """Who orders everything the other way gets the rest to 1."""
    turned = auroc(replace(claim, confidence=-claim.confidence) for claim in some)
    value = auroc(some)

    assert (value is None) == (turned is None)
    assert value is None or (0 <= value <= 1 and turned == pytest.approx(1 - value))


@given(claims)
def test_calibration_error_lies_between_0_and_1_and_every_claim_is_in_one_bin(some: list[Claim]) -> None:
    """The bins' mean confidences lie inside them."""
    bins = reliability(some)
    error = calibration_error(bins)

    assert len(some) == sum(one.count for one in bins)
    assert all(one.low - 1e-9 <= one.confidence <= one.high + 1e-9 for one in bins if one.confidence is not None)
    assert (error is None) == (not some)
    assert error is None or 0 <= error <= 1


def test_the_figures_of_seven_questions() -> None:
    """Five have an answer; three answers were given, one of them right; one of two unanswerable was refused."""
    expected = Figures(
        right_first=2 / 5,
        right_in_five=4 / 5,
        mrr=(1 + 1 / 2 + 1 / 4 + 1) / 5,
        coverage_at_95=1 / 5,
        threshold_at_95=0.95,
        auroc=(5 + 2) / 10,
        answered_right=1 / 5,
        precision=1 / 3,
        unanswerable_refused=1 / 2,
        calibration_error=None,
    )
    found = measure(ROWS)

    assert expected == replace(found, calibration_error=None)
    assert pytest.approx((0.05 + 0.9 + 0.6 + 0.85 + 2 * 0.425) / 6) == found.calibration_error


def test_nothing_to_measure_gives_no_figures() -> None:
    """Not zeros, which would say that everything was wrong."""
    assert Figures(*[None] * 10) == measure([])


def test_a_report_counts_decisions_and_puts_the_worst_misses_first() -> None:
    """Answered wrong before refused wrongly before offered; the surest first."""
    made = report("facts.db", ["q.jsonl"], ROWS)

    assert ["q2", "q6", "q4", "q7", "q3"] == [miss.asked.query for miss in made.misses]
    assert [1, 1, 1, 0, 2] == list(made.decided.values())
    assert [1, 0, 1] == list(made.decided_unanswerable.values())


def test_two_facts_are_confused_both_ways() -> None:
    """The fact that lost as many or more stands first; what is right, unanswerable or found nothing is no confusion."""
    a, b = Named("a", "A"), Named("b", "B")

    assert (Confusion(a, b, ("q2",), ("q3",)),) == confusions(ROWS)


def test_a_comparison_names_what_went_otherwise() -> None:
    """Questions are matched by their words, each asking of the same words in its turn."""
    before = Baseline(
        "base.json",
        {"right_first": 0.5},
        (
            Earlier("q1", right=False, outcome=Outcome.OFFERED_WITH),
            Earlier("q2", right=True, outcome=Outcome.ANSWERED_RIGHT),
            Earlier("q2", right=False, outcome=Outcome.ANSWERED_WRONG),
            Earlier("q4", right=True, outcome=Outcome.ANSWERED_RIGHT),
            Earlier("gone", right=True, outcome=Outcome.ANSWERED_RIGHT),
        ),
    )
    now = report("facts.db", [], [ROWS[0], ROWS[1], ROWS[1], ROWS[3], ROWS[4]])
    found = compare(before, now)
    right, offered, wrong = Outcome.ANSWERED_RIGHT, Outcome.OFFERED_WITH, Outcome.ANSWERED_WRONG
    expected = Comparison(
        before="base.json",
        figures=found.figures,
        became_right=(Change("q1", offered, right),),
        became_wrong=(Change("q2", right, wrong),),
        newly_answered=(Change("q1", offered, right),),
        newly_refused=(Change("q4", right, Outcome.REFUSED_WRONGLY),),
        only_before=1,
        only_now=1,
    )

    assert expected == found
    assert ("right_first", 0.5, 0.5) == found.figures[0]


@pytest.mark.parametrize(
    ("expected", "query", "fact_id", "policy"),
    [
        (Outcome.ANSWERED_RIGHT, "annual membership fee", "fee", Policy(answer=0.0)),
        (Outcome.ANSWERED_WRONG, "annual membership fee", "laser", Policy(answer=0.0)),
        (Outcome.ANSWERED_WRONG, "annual membership fee", None, Policy(answer=0.0)),
        (Outcome.OFFERED_WITH, "annual membership fee", "fee", Policy(answer=1.1, suggest=0.0)),
        (Outcome.OFFERED_WITHOUT, "annual membership fee", "laser", Policy(answer=1.1, suggest=0.0, choice=1.0)),
        (Outcome.OFFERED_WITHOUT, "annual membership fee", None, Policy(answer=1.1, suggest=0.0)),
        (Outcome.REFUSED_WRONGLY, "annual membership fee", "fee", Policy(answer=1.1, suggest=1.1)),
        (Outcome.REFUSED_RIGHTLY, "annual membership fee", None, Policy(answer=1.1, suggest=1.1)),
    ],
)
def test_a_decision_is_judged_by_the_label(
    club_path: Path, expected: Outcome, query: str, fact_id: str | None, policy: Policy
) -> None:
    """The policy brings the decision about; the label says whether it was right."""
    with FactTable(club_path) as table:
        judged = judge(Labelled(query, fact_id), Answerer(table, policy=policy))

    assert expected is judged.outcome
    assert (Named("fee", "How much does membership cost each year?"), judged.rank) == (
        judged.first,
        1 if fact_id == "fee" else judged.rank,
    )


def test_a_label_that_the_table_lacks_is_known_as_such(answerer: Answerer) -> None:
    """It counts as answerable and cannot be right."""
    judged = judge(Labelled("annual membership fee", "no such fact"), answerer)

    assert (True, True, False, None) == (judged.is_answerable, judged.is_lacking, judged.is_right, judged.rank)


def test_a_question_without_words_ranks_nothing(answerer: Answerer) -> None:
    """It has no first fact, and promises nothing."""
    query = Labelled("?!", None)

    assert Judged(query, None, Outcome.REFUSED_RIGHTLY, None, 0.0, "", None) == judge(query, answerer)


def each_left_out(path: Path) -> Iterator[tuple[str, str, object]]:
    """For each phrasing of a table: its fact's id, its words, and what it is answered while it is left out."""
    with ForgetfulTable(path) as table:
        answerer = Answerer(table)
        for phrasing in table.rephrasings():
            with table.without(phrasing) as (asked, fact):
                yield fact.id, asked, answerer.ask(asked)


def test_a_phrasing_left_out_is_answered_as_by_a_table_that_never_had_it(
    club_path: Path, make_table: MakeTable
) -> None:
    """The same facts in the same order with the same confidences and the same reasons, for every phrasing."""
    found = list(each_left_out(club_path))
    built = []
    for number, (name, asked, _) in enumerate(found):
        facts = [
            replace(fact, questions=tuple(question for question in fact.questions if question != asked))
            for fact in club.FACTS
        ]
        with FactTable(make_table(*facts, name=f"without-{number}.db")) as table:
            built.append((name, asked, Answerer(table).ask(asked)))

    assert 2 * len(club.FACTS) == len(found)
    assert built == found


def test_what_was_left_out_is_back_afterwards(club_path: Path) -> None:
    """Even when the evaluation is broken off."""
    with ForgetfulTable(club_path) as table:
        answerer = Answerer(table)
        before = answerer.ask("annual membership fee")
        with pytest.raises(KeyboardInterrupt), table.without(table.rephrasings()[3]):
            raise KeyboardInterrupt

        assert before == answerer.ask("annual membership fee")


def test_a_fact_with_one_phrasing_is_not_asked(make_table: MakeTable) -> None:
    """Nothing would be left of it to be found by."""
    one = club.fact("one", "Who founded the club?", answer="Grace.")

    with ForgetfulTable(make_table(one, club.FEE)) as table:
        assert [0, 1] == [phrasing.position for phrasing in table.rephrasings()]


def test_questions_are_read_with_file_and_line() -> None:
    """Blank lines are skipped, other keys are left alone, a byte order mark does no harm."""
    text = '\ufeff{"query": "So?", "fact_id": "a", "note": 1}\n\n{"query": "", "fact_id": null}\r\n'
    expected = [Labelled("So?", "a", "q.jsonl", 1), Labelled("", None, "q.jsonl", 3)]

    assert expected == list(parse(text, "q.jsonl"))


@pytest.mark.parametrize(
    ("expected", "line"),
    [
        ("malformed JSON at column 2: Expecting property name enclosed in double quotes", "{nonsense"),
        ("malformed JSON: this can be no question", "[" * 100_000),
        ('a question is a JSON object, such as {"query": "…", "fact_id": null}', '["So?"]'),
        ('the key "query" is missing', '{"question": "So?", "fact_id": null}'),
        ('the key "fact_id" is missing', '{"query": "So?"}'),
        ('"query" must be text', '{"query": null, "fact_id": null}'),
        ('"fact_id" must be text, or null when no fact answers', '{"query": "So?", "fact_id": 7}'),
    ],
)
def test_a_bad_line_is_named(expected: str, line: str) -> None:
    """One sentence with the file and the line."""
    assert f"questions.jsonl:2: {expected}" == mistake(f'{{"query": "So?", "fact_id": null}}\n{line}\n')


def test_a_file_without_questions_is_refused(tmp_path: Path) -> None:
    """There would be nothing to report."""
    empty = tmp_path / "empty.jsonl"
    empty.write_text("\n \n", encoding="utf-8")

    with pytest.raises(DocumentError, match="there is no question in it"):
        read(empty)
