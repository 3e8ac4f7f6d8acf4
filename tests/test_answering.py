"""Asking: an answer with its source, a choice, or an honest "I don't know", for any text and in bounded time."""

from __future__ import annotations

import time

import pytest
from hypothesis import example, given, settings

from bot.answering import Answerer
from bot.answers import Found, Suggestions, Unknown
from bot.deciding import Policy
from bot.facts import Fact
from bot.store.reading import FactTable
from tests import club, strategies
from tests.conftest import MakeAnswerer, MakeTable

PASSAGE = club.fact(
    "kiln",
    answer="The club owns a kiln. It reaches 1,280 degrees. Firing takes nine hours. Ask Ann for the key of the kiln.",
)
NASTY = {
    "empty": "",
    "spaces": " \n\t\u3000 ",
    "one long word": "x" * 10_000,
    "many words": "workshop open " * 1_000,
    "many different words": " ".join(f"word{n}" for n in range(2_000)),
    "many misspelt words": " ".join(f"wrokshp{chr(97 + n % 26)}{chr(97 + n // 26 % 26)}" for n in range(1_000)),
    "many questions": "who? " * 2_000,
    "and and and": "and what " * 1_000,
    "emoji": "🎉👩‍👩‍👧🏳️‍🌈",
    "stop words": "what is the of and to for",
    "control characters": "\0\x1b[31m\x07\x7f\x85\u2028",
    "lone surrogate": "\ud800 workshop \udfff",
    "SQL": "'; DROP TABLE facts; -- \" OR 1=1",
    "FTS": '"* NEAR(a b) AND NOT col:x ^ - + {',
    "marks": "e" + "\u0301" * 5_000,
    "right to left": "\u202eשלום\u202c",
    "digits": "9" * 5_000,
    "numbers": "1,000,000 billion billion billion",
    "Chinese": "工作坊什么时候开门" * 500,
    "brackets": "(" * 10_000,
    "question marks": "?" * 10_000,
    "mention": "<@123456789012345678>",
}


@settings(max_examples=200, deadline=None)
@example("\ud800")
@example("what? \0 and who?")
@given(strategies.any_text())
def test_asking_never_raises(answerer: Answerer, question: str) -> None:
    """Whatever is asked, one of the three answers comes back."""
    assert isinstance(answerer.ask(question, context=question[::-1]), Found | Suggestions | Unknown)


@settings(max_examples=100, deadline=None)
@example("\ud800")
@given(strategies.any_text())
def test_completing_never_raises(answerer: Answerer, beginning: str) -> None:
    """Whatever is typed, and never more than was asked for."""
    assert len(answerer.complete(beginning, 3)) <= 3


@pytest.mark.parametrize("question", NASTY.values(), ids=NASTY.keys())
def test_no_question_takes_long(answerer: Answerer, question: str) -> None:
    """A second is far more than any of them needs."""
    start = time.perf_counter()
    answerer.ask(question, context=question)
    answerer.complete(question)

    assert time.perf_counter() - start < 1


@pytest.mark.parametrize(
    "name",
    [
        "empty",
        "spaces",
        "one long word",
        "emoji",
        "control characters",
        "marks",
        "right to left",
        "brackets",
        "mention",
    ],
)
def test_a_question_without_a_known_word_is_not_answered(answerer: Answerer, name: str) -> None:
    """And nothing is offered for it."""
    answer = answerer.ask(NASTY[name])

    assert (True, ()) == (isinstance(answer, Unknown), answer.matches)


@pytest.mark.parametrize("question", [NASTY["stop words"], "and?", "how many", "what is it", "the", "can you tell me"])
def test_words_that_say_little_are_no_question(answerer: Answerer, question: str) -> None:
    """No fact is the answer to them."""
    assert not isinstance(answerer.ask(question), Found)


@pytest.mark.parametrize("limit", [1, 3, 10])
def test_no_more_matches_than_wanted(answerer: Answerer, limit: int) -> None:
    """Whatever the outcome."""
    assert (
        len(answerer.ask("who may use the club, the printer, the laser and the course?", limit=limit).matches) <= limit
    )


def test_the_best_ten_are_listed_when_so_many_match(make_answerer: MakeAnswerer) -> None:
    """So that a ranking can be measured."""
    rooms = [club.fact(f"room {n}", f"Who cleans room number {n}?", answer=f"Team {n}.") for n in range(100, 130)]

    assert 10 == len(make_answerer(*rooms).ask("who cleans the rooms").matches)


def test_an_answer_says_where_it_stands(answerer: Answerer) -> None:
    """The fact comes with its source and locator."""
    answer = answerer.ask("Who founded the club?")

    assert isinstance(answer, Found)
    assert (club.HANDBOOK, "section founder") == (answer.best.fact.source, answer.best.fact.locator)


def test_an_answer_says_why(answerer: Answerer) -> None:
    """A misspelt word is named with what it was taken for."""
    answer = answerer.ask("filamnet for the printer")

    assert ("filamnet", "filament") in answer.matches[0].evidence.matched


def test_what_no_fact_knows_is_named(answerer: Answerer) -> None:
    """As it was asked."""
    answer = answerer.ask("Does anybody have a helicopter?")

    assert isinstance(answer, Unknown)
    assert ("helicopter",) == answer.strange


def test_a_long_word_that_no_fact_knows_is_named_whole(make_answerer: MakeAnswerer) -> None:
    """Not cut into words that nobody asked for."""
    answer = make_answerer(club.FEE).ask("Where is the fireplace?")

    assert isinstance(answer, Unknown)
    assert ("fireplace",) == answer.strange


def test_the_nearest_topics_are_named(answerer: Answerer) -> None:
    """At most three, of what the table knows."""
    answer = answerer.ask("Does anybody have a helicopter?")

    assert isinstance(answer, Unknown)
    assert 1 <= len(answer.topics) <= 3
    assert set(answer.topics) <= {fact.topic for fact in club.FACTS}


@pytest.mark.parametrize(
    "question",
    [
        "Which filament does the printer take and who founded the club?",
        "When does the workshop open? Where can visitors park their bicycles?",
        "who may use the laser cutter; where does the safety course take place",
        "When does the workshop open and how much does membership cost each year?",
    ],
)
def test_two_questions_in_one_get_two_answers(answerer: Answerer, question: str) -> None:
    """Found, with the second fact beside the first."""
    answer = answerer.ask(question)

    assert isinstance(answer, Found)
    assert (1, False) == (len(answer.also), answer.best.fact == answer.also[0].fact)


def test_two_answers_stand_in_the_order_of_the_questions(answerer: Answerer) -> None:
    """The first question's answer comes first."""
    answer = answerer.ask("When does the workshop open? Where can visitors park their bicycles?")

    assert isinstance(answer, Found)
    assert [club.OPENING, club.PARKING] == [answer.best.fact, *(match.fact for match in answer.also)]


def test_a_question_about_one_thing_gets_one_answer(answerer: Answerer) -> None:
    """An "and" between two words makes no second question."""
    answer = answerer.ask("Where can visitors park their bicycles and scooters?")

    assert () == getattr(answer, "also", ())


def test_a_question_follows_on_another(answerer: Answerer) -> None:
    """What it leaves out is taken from what it replies to."""
    alone = answerer.ask("what does it cost?")
    reply = answerer.ask("what does it cost?", context=f"{club.FEE.title}\n{club.FEE.answer}")

    assert isinstance(reply, Found)
    assert (False, club.FEE) == (isinstance(alone, Found), reply.best.fact)


def test_what_went_before_does_not_outdo_what_is_asked(answerer: Answerer) -> None:
    """A question that is answered alone is answered as if it stood alone."""
    assert answerer.ask(club.FOUNDER.title) == answerer.ask(club.FOUNDER.title, context=club.FEE.title)


def test_an_answer_repeats_the_question_as_it_was_asked(answerer: Answerer) -> None:
    """Whatever was read of it."""
    questions = ["Who  founded\nthe club?", "", "workshop " * 2_000]

    assert questions == [answerer.ask(question).question for question in questions]


def test_a_passage_answers_with_its_best_sentence(make_answerer: MakeAnswerer) -> None:
    """The one that has what was asked."""
    answer = make_answerer(*club.FACTS, PASSAGE).ask("how long does firing take")

    assert (PASSAGE, "Firing takes nine hours.") == (answer.matches[0].fact, answer.matches[0].answer)


@pytest.mark.parametrize("count", [1, 2, 5])
@pytest.mark.parametrize("fact", club.FACTS[:1], ids=["opening"])
def test_a_small_table_answers_its_questions(make_answerer: MakeAnswerer, count: int, fact: Fact) -> None:
    """Of one fact, of two, of five."""
    answer = make_answerer(*club.FACTS[:count]).ask(fact.title)

    assert isinstance(answer, Found)
    assert fact == answer.best.fact


@pytest.mark.parametrize("count", [1, 2, 5])
@pytest.mark.parametrize(
    "question", ["Where is the swimming pool?", "What is the capital of France?", "battery supplier"]
)
def test_a_small_table_does_not_answer_what_it_does_not_know(
    make_answerer: MakeAnswerer, count: int, question: str
) -> None:
    """However little there is to compare with."""
    assert not isinstance(make_answerer(*club.FACTS[:count]).ask(question), Found)


@pytest.mark.parametrize("question", ["Who founded the club?", "", "🎉"])
def test_a_table_without_facts_knows_nothing(make_answerer: MakeAnswerer, question: str) -> None:
    """And has no topics to name."""
    answer = make_answerer().ask(question)

    assert isinstance(answer, Unknown)
    assert ((), ()) == (answer.topics, answer.matches)


def test_a_table_without_facts_completes_nothing(make_answerer: MakeAnswerer) -> None:
    """No text or some."""
    answerer = make_answerer()

    assert ([], []) == (answerer.complete(""), answerer.complete("how"))


@pytest.mark.parametrize("fact", club.FACTS, ids=lambda fact: fact.id)
def test_the_beginning_of_a_question_brings_it_up(answerer: Answerer, fact: Fact) -> None:
    """Two thirds of it, in the middle of a word."""
    beginning = fact.title[: len(fact.title) * 2 // 3]

    assert fact in [match.fact for match in answerer.complete(beginning, 3)]


@pytest.mark.parametrize(
    ("fact", "beginning"),
    [(club.MEMBERS, "how many mem"), (club.PARKING, "where can vis"), (club.LASER, "cutt"), (club.PRINTER, "filam")],
)
def test_a_word_that_is_not_finished_finds_its_fact(answerer: Answerer, fact: Fact, beginning: str) -> None:
    """First of all."""
    assert fact == answerer.complete(beginning)[0].fact


def test_before_anything_is_typed_every_topic_has_a_question(answerer: Answerer) -> None:
    """As many topics as there is room for."""
    shown = answerer.complete("", 5)

    assert 5 == len({match.fact.topic for match in shown})


def test_no_more_completions_than_wanted(answerer: Answerer) -> None:
    """Nor fewer, when nothing is typed and there are enough."""
    assert [1, 4, len(club.FACTS)] == [len(answerer.complete("", limit)) for limit in (1, 4, 25)]


def test_a_fact_is_found_by_its_handle(answerer: Answerer) -> None:
    """As long as it is there."""
    assert (club.FEE, None) == (answerer.fact(club.FEE.handle), answerer.fact("0" * 12))


def test_what_is_sure_enough_is_for_the_policy_to_say(make_table: MakeTable) -> None:
    """The same confidence is an answer, a suggestion or nothing."""
    question = "How do I disable notifications?"
    with FactTable(make_table(*club.FACTS)) as table:
        sure = Answerer(table).ask(question).matches[0].confidence
        kinds = [
            type(Answerer(table, policy=Policy(answer, suggest)).ask(question))
            for answer, suggest in [(sure, sure), (1.0, sure), (1.0, 1.0)]
        ]

    assert [Found, Suggestions, Unknown] == kinds


def test_no_more_choices_than_the_policy_allows(make_table: MakeTable) -> None:
    """Facts that fit alike are offered until there is no more room."""
    twins = [club.fact(f"twin {n}", "Where is the key?", answer=f"In drawer {n}.") for n in range(9)]
    with FactTable(make_table(*twins)) as table:
        answer = Answerer(table, policy=Policy(answer=1.0, suggest=0.0, choices=4)).ask("Where is the key?")

    assert isinstance(answer, Suggestions)
    assert 4 == len(answer.choices)


def test_facts_that_disagree_are_shown_side_by_side(make_answerer: MakeAnswerer) -> None:
    """Neither hides the other; a person decides."""
    twins = [club.fact(f"twin {n}", "Where is the key?", answer=f"In drawer {n}.") for n in range(2)]
    answer = make_answerer(*club.FACTS, *twins).ask("where is the key")

    assert isinstance(answer, Found)
    assert twins == [answer.best.fact, *(match.fact for match in answer.disagreeing)]


def test_facts_that_say_the_same_do_not_disagree(make_answerer: MakeAnswerer) -> None:
    """Twice the same words are one answer."""
    twins = [club.fact(f"twin {n}", "Where is the key?", answer="In the drawer.") for n in range(2)]
    answer = make_answerer(*club.FACTS, *twins).ask("where is the key")

    assert isinstance(answer, Found)
    assert () == answer.disagreeing


def test_of_many_facts_with_one_question_the_asker_chooses(make_answerer: MakeAnswerer) -> None:
    """They are no two opinions, but a question that says too little."""
    many = [club.fact(f"room {n}", "Where is the key?", answer=f"In room {n}.") for n in range(6)]

    assert isinstance(make_answerer(*club.FACTS, *many).ask("where is the key"), Suggestions)


@pytest.mark.parametrize("word", ["weather", "sweetest", "bedtime"])
def test_a_word_that_no_fact_knows_is_not_cut_into_pieces(answerer: Answerer, word: str) -> None:
    """Its parts may look like words that somebody mistyped; it is named as it was asked."""
    answer = answerer.ask(f"{word}?")

    assert isinstance(answer, Unknown)
    assert (word,) == answer.strange


def test_the_question_in_a_story_is_answered(answerer: Answerer) -> None:
    """Greetings, thanks and what happened yesterday are not what is asked."""
    answer = answerer.ask(f"Hello everybody! I was at the lake with my aunt. {club.FEE.title} Thank you all.")

    assert isinstance(answer, Found)
    assert club.FEE == answer.best.fact
