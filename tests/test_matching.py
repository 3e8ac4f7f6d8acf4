"""Ranking: the right fact first, in spite of how it is asked, and less sure of a neighbour than of the thing itself."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answering import Answerer
from bot.answers import Found
from bot.facts import Fact
from tests import club, strategies
from tests.conftest import MakeAnswerer

VERSION = club.fact("version", "What is new in version 1.4?", answer="Dark mode.")
DOG = club.fact("dog", "Can I bring my dog to the garden?", answer="Yes, on a lead.")
CHAIRS = club.fact("chairs", "How many chairs are in room 12?", answer="There are 30.")
INCOME = club.fact("income", "What is the income of the club in dollars?", answer="It is 900 dollars.")
KILN = club.fact("kiln", "Does the club own a kiln?", answer="Yes, in the cellar.")
CHINESE = club.fact("chinese", "图书馆什么时候开门？", answer="图书馆早上九点开门。")
JAPANESE = club.fact("japanese", "駐車場はどこですか", answer="建物の裏です。")
ACCENTS = club.fact("accents", "Où est la clé du café ?", answer="À la réception.")
HEBREW = club.fact("hebrew", "מתי נפתחת הספרייה?", answer="בתשע בבוקר.")
MORE = (VERSION, DOG, CHAIRS, INCOME, KILN, CHINESE, JAPANESE, ACCENTS, HEBREW)


@pytest.fixture
def wide(make_answerer: MakeAnswerer) -> Answerer:
    """The club's table with some facts more."""
    return make_answerer(*club.FACTS, *MORE)


def first(answerer: Answerer, question: str) -> Fact | None:
    """The fact that is ranked first."""
    matches = answerer.ask(question).matches
    return matches[0].fact if matches else None


def confidence(answerer: Answerer, question: str, fact: Fact) -> float:
    """How sure the fact is."""
    return next((match.confidence for match in answerer.ask(question).matches if match.fact == fact), 0.0)


@pytest.mark.parametrize("fact", club.FACTS, ids=lambda fact: fact.id)
def test_a_stored_phrasing_is_answered_outright(answerer: Answerer, fact: Fact) -> None:
    """Each of them, as it stands."""
    answers = [answerer.ask(question) for question in fact.questions]

    assert [fact] * len(answers) == [answer.best.fact if isinstance(answer, Found) else None for answer in answers]


@pytest.mark.parametrize(
    ("fact", "question"),
    [
        pytest.param(club.OPENING, "when does the workshp open", id="dropped letter"),
        pytest.param(club.OPENING, "when does the workshopp open", id="doubled letter"),
        pytest.param(club.OPENING, "when does the wrokshop open", id="swapped letters"),
        pytest.param(club.OPENING, "when does the worksjop open", id="key beside it"),
        pytest.param(club.OPENING, "whendoes the workshop open", id="missing space"),
        pytest.param(club.OPENING, "when does the work shop open", id="space too many"),
        pytest.param(club.LASER, "who may use the lasercutter", id="two words in one"),
        pytest.param(club.LASER, "laser cuter permision", id="two words with an error each"),
        pytest.param(club.PARKING, "bicylce parking", id="swapped letters in a rare word"),
        pytest.param(club.PRINTER, "filamnet for teh printer", id="errors in all words"),
        pytest.param(club.REFUND, "refund after canceled booking", id="other spelling"),
        pytest.param(club.MEMBERS, "MEMBERSHIP FIGURES 2019!!!", id="capitals"),
        pytest.param(club.FOUNDER, "who fuonded the club", id="swapped vowels"),
    ],
)
def test_a_typing_error_does_not_hide_the_fact(answerer: Answerer, fact: Fact, question: str) -> None:
    """It is still ranked first."""
    assert fact == first(answerer, question)


@pytest.mark.parametrize(
    ("fact", "question"),
    [
        (club.FEE, "yearly price of being a member"),
        (club.FEE, "what does membership cost per annum"),
        (club.FOUNDER, "who established the club"),
        (club.ENABLE, "how do I activate notifications"),
        (club.COURSE, "safety training room"),
        (club.PARKING, "where do guests leave their bikes"),
    ],
)
def test_other_words_for_the_same_thing_find_the_fact(answerer: Answerer, fact: Fact, question: str) -> None:
    """Everyday synonyms and other forms of a word."""
    assert fact == first(answerer, question)


@pytest.mark.parametrize(
    ("fact", "question"),
    [
        (CHINESE, "图书馆几点开门"),
        (CHINESE, "请问图书馆开门时间"),
        (JAPANESE, "駐車場の場所"),
        (ACCENTS, "ou est la cle du cafe"),
        (HEBREW, "מתי הספרייה נפתחת"),
        (club.PRINTER, "哪个 filament printer"),
    ],
)
def test_other_scripts_find_the_fact(wide: Answerer, fact: Fact, question: str) -> None:
    """Without spaces, without accents, from right to left, and mixed."""
    assert fact == first(wide, question)


@pytest.mark.parametrize(
    ("fact", "question"),
    [
        pytest.param(club.MEMBERS, "How many members did the club have in 2020?", id="year"),
        pytest.param(VERSION, "What is new in version 1.5?", id="version"),
        pytest.param(VERSION, "What is new in version 14?", id="version without its point"),
        pytest.param(CHAIRS, "How many chairs are in room 21?", id="number"),
        pytest.param(club.ENABLE, "How do I disable notifications?", id="opposite"),
        pytest.param(club.ENABLE, "how do I turn notifications off", id="opposite little word"),
        pytest.param(club.OPENING, "When does the workshop close?", id="opposite verb"),
        pytest.param(club.FEE, "How much does membership cost each month?", id="month for year"),
    ],
)
def test_a_neighbour_is_not_answered_outright(wide: Answerer, fact: Fact, question: str) -> None:
    """Another year, version or number, or the opposite: the fact may be offered, it is not the answer."""
    answer = wide.ask(question)

    assert not (isinstance(answer, Found) and answer.best.fact == fact)


@pytest.mark.parametrize(
    ("fact", "question"),
    [
        pytest.param(club.MEMBERS, "How many members did the club have in 2020?", id="year"),
        pytest.param(VERSION, "What is new in version 1.5?", id="version"),
        pytest.param(CHAIRS, "How many chairs are in room 21?", id="number"),
        pytest.param(club.ENABLE, "How do I disable notifications?", id="opposite"),
        pytest.param(club.OPENING, "When does the workshop close?", id="opposite verb"),
        pytest.param(club.LASER, "Who may not use the laser cutter?", id="negation"),
        pytest.param(DOG, "Why can't I bring my dog to the garden?", id="negation in a short form"),
        pytest.param(INCOME, "What is the income of the club in euros?", id="unit"),
        pytest.param(club.FEE, "How much does membership cost each month?", id="month for year"),
        pytest.param(DOG, "Can I bring my elephant to the garden?", id="a thing that no fact knows"),
        pytest.param(club.FOUNDER, "Who founded the orchestra?", id="a rare word that no fact knows"),
    ],
)
def test_a_neighbour_is_less_sure_than_the_thing_itself(wide: Answerer, fact: Fact, question: str) -> None:
    """Than the fact is when it is asked for in its own words."""
    assert confidence(wide, question, fact) < confidence(wide, fact.title, fact)


def test_of_two_neighbours_the_one_with_the_right_number_is_first(make_answerer: MakeAnswerer) -> None:
    """Two facts that differ in a year only."""
    later = club.fact("later", "How many members did the club have in 2023?", answer="It had 305 members.")
    answerer = make_answerer(*club.FACTS, later)

    assert (club.MEMBERS, later) == (
        first(answerer, "how many members in 2019"),
        first(answerer, "how many members in 2023"),
    )


def test_of_two_opposites_the_one_that_was_asked_is_first(make_answerer: MakeAnswerer) -> None:
    """Two facts that differ in a verb only."""
    disable = club.fact("disable", "How do I disable notifications?", answer="Switch Notifications off.")
    answerer = make_answerer(*club.FACTS, disable)

    assert (club.ENABLE, disable) == (
        first(answerer, "how can I enable notifications"),
        first(answerer, "how can I disable notifications"),
    )


QUESTIONS = st.lists(
    st.sampled_from([word for fact in club.FACTS for question in fact.questions for word in question.split()]),
    max_size=8,
).map(" ".join)


@settings(max_examples=100, deadline=None)
@given(QUESTIONS | strategies.any_text())
def test_confidence_is_a_probability(answerer: Answerer, question: str) -> None:
    """Whatever is asked."""
    matches = answerer.ask(question).matches

    assert all(0 <= match.confidence <= 1 for match in matches)


@settings(max_examples=100, deadline=None)
@given(QUESTIONS)
def test_matches_are_ordered_by_confidence(answerer: Answerer, question: str) -> None:
    """The surest first."""
    found = [match.confidence for match in answerer.ask(question).matches]

    assert sorted(found, reverse=True) == found


@settings(max_examples=100, deadline=None)
@given(QUESTIONS)
def test_no_fact_is_ranked_twice(answerer: Answerer, question: str) -> None:
    """However many of its phrasings fit."""
    found = [match.fact.id for match in answerer.ask(question).matches]

    assert len(set(found)) == len(found)


@settings(max_examples=40, deadline=None)
@given(QUESTIONS)
def test_the_same_question_has_the_same_answer(answerer: Answerer, question: str) -> None:
    """As a whole, reasons too."""
    assert answerer.ask(question) == answerer.ask(question)


def test_facts_that_fit_alike_stand_in_stored_order(make_answerer: MakeAnswerer) -> None:
    """A tie is no matter of chance."""
    twins = [club.fact(f"twin {n}", "Where is the key?", answer="In the drawer.") for n in range(5)]
    answerer = make_answerer(*club.FACTS, *twins)

    assert twins == [match.fact for match in answerer.ask("Where is the key?").matches[:5]]


def test_a_phrasing_more_does_not_hurt_its_fact(make_answerer: MakeAnswerer) -> None:
    """The fact stays first for what it was first for."""
    more = replace(club.PRINTER, questions=(*club.PRINTER.questions, "What can I print with?", "plastic for printing"))
    answerer = make_answerer(*club.FACTS[:-2], more, club.REFUND)

    assert more == first(answerer, "Which filament does the printer take?")
