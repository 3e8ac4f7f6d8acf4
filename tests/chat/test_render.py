"""What an answer looks like, and that it looks right for any fact whatever."""

from __future__ import annotations

from dataclasses import replace

import discord
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answers import Answer, Evidence, Found, Match, Suggestions, Unknown
from bot.chat import plain
from bot.chat.folding import pages
from bot.chat.offering import offer
from bot.chat.render import render, render_fact
from bot.chat.rendered import Rendered, Stage
from bot.chat.tables import tables_as_code
from bot.facts import Fact, Source
from bot.languages.catalogue import CODES, language

SOURCE = Source("A *new* plant", "The Gazette", published="November 27", url="https://gazette.example/plant")
FACT = Fact("one", ("How many people work there?",), "More than **6,000**.", SOURCE, locator="paragraph 6")
MATCH = Match(FACT, FACT.answer, 0.93, Evidence(matched=(("many", "many"), ("peple", "people")), missing=("roof",)))

TEXT = st.one_of(
    st.text(alphabet=st.characters(exclude_categories=())),
    st.text(alphabet=st.sampled_from(list("a `*_|<>[]()@\n\\") + ["👩", "\u0301", "\u202e"])),
    st.sampled_from(["", "x" * 2001, "👩" * 2500, "```\n" + "y " * 3000, "*" * 5000, "word " * 1500, "`" * 4100]),
)
URLS = st.one_of(TEXT, st.builds("https://example.com/{}".format, TEXT))
SOURCES = st.builds(Source, title=TEXT, publisher=TEXT, author=TEXT, published=TEXT, url=URLS)
FACTS = st.builds(
    Fact,
    id=TEXT,
    questions=st.lists(TEXT, max_size=2).map(tuple),
    answer=TEXT,
    source=SOURCES,
    topic=TEXT,
    locator=TEXT,
    quote=TEXT,
    as_of=TEXT,
    scope=st.sampled_from([0, 42]),
)
EVIDENCE = st.builds(
    Evidence,
    matched=st.lists(st.tuples(TEXT, TEXT), max_size=4).map(tuple),
    missing=st.lists(TEXT, max_size=4).map(tuple),
    against=st.lists(TEXT, max_size=4).map(tuple),
)
MATCHES = st.builds(Match, fact=FACTS, answer=TEXT, confidence=st.floats(0, 1), evidence=EVIDENCE)
SEVERAL = st.lists(MATCHES, max_size=6).map(tuple)
ANSWERS = st.one_of(
    st.builds(
        Found,
        question=TEXT,
        best=MATCHES,
        also=SEVERAL,
        matches=st.just(()),
        disagreeing=st.lists(MATCHES, max_size=2).map(tuple),
    ),
    st.builds(
        Suggestions, question=TEXT, choices=st.lists(MATCHES, min_size=1, max_size=5).map(tuple), matches=st.just(())
    ),
    st.builds(
        Unknown,
        question=TEXT,
        strange=st.lists(TEXT, max_size=4).map(tuple),
        topics=st.lists(TEXT, max_size=3).map(tuple),
        matches=SEVERAL,
    ),
)


STAGE = Stage(asker=1, version=7)
STAGES = st.builds(
    Stage,
    say=st.sampled_from([language(code) for code in CODES]),
    asker=st.integers(0, 2**64 - 1),
    question=TEXT,
    version=st.integers(0, 10**15 - 1),
    private=st.booleans(),
    reports=st.booleans(),
    curators=st.booleans(),
)


def test_an_answer_comes_first_and_its_source_as_a_card() -> None:
    """The whole message, as it goes out."""
    message = render(Found("peple?", MATCH, (), (MATCH,)), STAGE)

    card = {
        "type": "rich",
        "flags": 0,
        "color": 0x4F6BED,
        "author": {"name": "Source"},
        "title": "A \\*new\\* plant",
        "url": "https://gazette.example/plant",
        "description": "The Gazette · November 27 · paragraph 6\nhttps://gazette.example/plant",
        "footer": {"text": "sure: your “many” is in it; “peple” read as “people”; it does not say “roof”"},
    }
    assert ("More than **6,000**.\n-# As of November 27", [card]) == (
        message.content,
        [e.to_dict() for e in message.embeds],
    )


def test_where_embeds_may_not_be_shown_the_source_is_small_print() -> None:
    """The same in text alone."""
    message = render(Found("peple?", MATCH, (), (MATCH,)), STAGE)

    expected = (
        "More than **6,000**.\n"
        "-# As of November 27\n"
        "-# Source: A \\*new\\* plant · The Gazette · November 27 · paragraph 6 · <https://gazette.example/plant>\n"
        "-# sure: your “many” is in it; “peple” read as “people”; it does not say “roof”"
    )
    assert expected == message.bare


def test_a_source_without_an_address_has_no_link() -> None:
    """There is nothing to follow, and nothing pretends there is."""
    message = render_fact(Fact("two", ("Why?",), "Because.", Source("Notes")), STAGE)

    assert (None, None) == (message.embeds[0].url, message.embeds[0].description)
    assert "Because.\n-# Source: Notes\n-# your choice: “Why?”" == message.bare
    assert ["Why?", "More", "Delete"] == [button.label for button in message.rows[0]]


def test_what_an_answer_is_true_as_of_comes_before_when_its_source_appeared() -> None:
    """An author who says so knows better than a date of publication."""
    message = render_fact(replace(FACT, as_of="March 2025"), STAGE)

    assert message.content.endswith("\n-# As of March 2025")
    assert "November 27" in str(message.embeds[0].description)


def test_a_servers_own_fact_says_so() -> None:
    """Beside its source, whatever that is."""
    message = render_fact(replace(FACT, scope=42), STAGE)

    assert "paragraph 6 · from this server" in str(message.embeds[0].description)
    assert "from this server" in message.bare


def test_a_quote_that_the_answer_does_not_hold_stands_on_the_card() -> None:
    """Marked as a quote, with what the question met in bold; one that is the answer itself is not said twice."""
    quoted = render_fact(replace(FACT, quote="over *6,000* staff"), STAGE)
    same = render_fact(replace(FACT, quote=FACT.answer), STAGE)

    searched = Match(replace(FACT, quote="over 6,000 staff"), FACT.answer, 0.9, Evidence(matched=(("staff", "staff"),)))
    bold = render(Found("staff?", searched, (), ()), STAGE)

    assert str(quoted.embeds[0].description).startswith("> over \\*6,000\\* staff\n")
    assert "\n> over 6,000 **staff**\n" in bold.bare
    assert not str(same.embeds[0].description).startswith(">")


def test_facts_that_disagree_stand_side_by_side_each_with_its_source() -> None:
    """Nobody merges them."""
    other = Match(Fact("two", ("How many?",), "7,000.", Source("Notes", published="May")), "7,000.", 0.9)

    message = render(Found("how many?", MATCH, (), (MATCH,), (other,)), STAGE)

    assert ["A \\*new\\* plant", None, "Notes"] == [embed.title for embed in message.embeds]
    assert "**Sources disagree on this. The other one says:**\n7,000.\n-# As of May" == message.embeds[1].description
    assert "7,000." in message.bare and "Source: Notes" in message.bare


def test_a_question_that_asks_two_things_gets_both_with_their_sources() -> None:
    """Each answer stands above its own card."""
    other = Match(Fact("two", ("When?",), "In 2024.", Source("Notes")), "In 2024.", 0.8)

    message = render(Found("how many, and when?", MATCH, (other,), ()), STAGE)

    assert message.content.startswith("More than **6,000**.")
    assert ["A \\*new\\* plant", None, "Notes"] == [embed.title for embed in message.embeds]
    assert "In 2024." == message.embeds[1].description


def test_a_long_answer_folds_behind_a_button() -> None:
    """A channel is not flooded; the rest is one press away, and the button stands above the others."""
    long = "A sentence of some length stands here.\n\n" * 60
    message = render(Found("", Match(replace(FACT, answer=long), long, 0.9), (), ()), STAGE)

    assert "\n…\n-# As of November 27" in message.content and plain.units(message.content) < 1300
    assert [["Read more"], ["Source", "Why?", "More", "Delete"]] == [[b.label for b in row] for row in message.rows]


def test_a_passage_can_be_read_whole() -> None:
    """What is shown of it is the sentence that fits best."""
    passage = Fact("p", (), "One thing. Another thing.", SOURCE)
    message = render(Found("", Match(passage, "Another thing.", 0.9), (), ()), STAGE)

    assert message.content.startswith("Another thing.") and "Read more" == message.rows[0][0].label


def test_an_image_is_shown_with_its_description_in_words() -> None:
    """Whoever does not see it reads what it shows; code is left alone."""
    answer = "Turn left. ![The yard behind the house](https://club.example/yard.png) `![x](https://a.example/b.png)`"
    message = render_fact(replace(FACT, answer=answer), STAGE)

    picture = message.embeds[1]
    assert ("https://club.example/yard.png", "The yard behind the house") == (picture.image.url, picture.description)
    assert "Turn left." in message.content and "![The yard" not in message.content
    assert "The yard behind the house: <https://club.example/yard.png>" in message.bare


def test_a_table_is_drawn_in_code_with_its_columns_under_one_another() -> None:
    """Discord does not draw tables; Chinese letters are as wide as two."""
    table = "| Day | 时间 |\n|---|---|\n| Monday | 9 |\n| 星期二 | 10 |\n"

    expected = "```\nDay    | 时间\n-------+-----\nMonday | 9\n星期二 | 10\n```\n"
    assert expected == tables_as_code(table)
    assert "```\na | b\n--|--\n```" == tables_as_code("```\na | b\n--|--\n```")


def test_suggestions_stand_in_full_with_a_button_each() -> None:
    """A button holds eighty characters, the text the whole question."""
    long = Fact("two", ("Is it " + "very " * 20 + "long?",), "Yes.", SOURCE)

    message = render(Suggestions("", (MATCH, Match(long, "Yes.", 0.4)), ()), STAGE)

    assert f"I am not sure which of these you mean:\n**1** {FACT.title}\n**2** {long.title}" == message.content
    assert [f"pick:1:{FACT.handle}", f"pick:1:{long.handle}", "delete:1"] == [row[0].id for row in message.rows]
    assert "1. How many people work there?" == message.rows[0][0].label
    assert message.rows[1][0].label.endswith("very…")


@pytest.mark.parametrize(
    ("expected", "answer"),
    [
        ("I don't know: no fact answers that.", Unknown("", (), (), ())),
        (
            "I don't know: no fact says anything about “battery” or “\\<@1>”.\nNearest: The plant; Dates.",
            Unknown("", ("battery", "<@1>"), ("The plant", "Dates"), ()),
        ),
    ],
)
def test_what_nobody_knows_is_one_honest_line(expected: str, answer: Answer) -> None:
    """The strange words as asked, and the nearest topics."""
    assert expected == render(answer, STAGE).content


def test_what_nobody_knows_offers_the_nearest_questions_and_the_curators() -> None:
    """Three questions at most, and topics where none is near; the curators where there are some."""
    near = tuple(Match(replace(FACT, id=str(n), questions=(f"Question {n}?",)), "", 0.1) for n in range(5))
    far = Match(replace(FACT, id="far", questions=("Far?",)), "", 0.01)

    message = render(Unknown("", ("roof",), ("The plant",), near), replace(STAGE, curators=True))
    alone = render(Unknown("", ("roof",), ("The plant",), (far,)), STAGE)

    labels = [[button.label for button in row] for row in message.rows]
    assert [["1. Question 0?"], ["2. Question 1?"], ["3. Question 2?"], ["Ask the curators", "Delete"]] == labels
    assert "**3** Question 2?" in message.content and "Nearest: " not in message.content
    assert alone.content.endswith("Nearest: The plant.") and 1 == len(alone.rows)


def texts(embed: discord.Embed) -> tuple[str | None, ...]:
    """What counts towards the limit of all embeds together."""
    return embed.author.name, embed.title, embed.description, embed.footer.text


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.builds(render, ANSWERS, STAGES), st.builds(render_fact, FACTS, STAGES)))
def test_no_fact_whatever_breaks_a_limit(message: Rendered) -> None:
    """Counted as a Discord client counts, in UTF-16 units, which is the stricter way."""
    parts = [part for embed in message.embeds for part in texts(embed) if part]

    assert message.content or message.embeds
    assert plain.units(message.content) <= 2000 and 0 < plain.units(message.bare) <= 2000
    assert sum(map(plain.units, parts)) <= 6000 and len(message.embeds) <= 10
    for embed in message.embeds:
        assert plain.units(embed.title or "") <= 256
        assert plain.units(embed.description or "") <= 4096
        assert plain.units(embed.footer.text or "") <= 2048
        assert not embed.url or len(embed.url) <= 2048
    buttons = [button for row in message.rows for button in row]
    keys = [button.id for button in buttons if button.id]
    assert len(message.rows) <= 5 and all(len(row) <= 5 for row in message.rows)
    assert len(keys) == len(set(keys)) and all(len(key) <= 100 for key in keys)
    assert all(0 < plain.units(button.label) <= 80 and len(button.url) <= 512 for button in buttons)
    str((message.content, message.bare, [embed.to_dict() for embed in message.embeds])).encode()


@given(FACTS)
def test_every_offer_fits_an_autocompletion(known: Fact) -> None:
    """A name and a value of one to a hundred characters."""
    name, value = offer(known, "🔎")

    assert 0 < plain.units(name) <= 100 and 0 < plain.units(value) <= 100


@settings(deadline=None)
@given(FACTS)
def test_the_small_print_is_ours_alone(known: Fact) -> None:
    """No answer can put a line below itself that looks like a source."""
    lines = render_fact(known, STAGE).bare.splitlines()

    dated = bool(plain.one_line(known.as_of or known.source.published))
    assert 2 + dated >= sum(line.startswith("-# ") for line in lines)


@settings(deadline=None)
@given(TEXT, st.integers(60, 400))
def test_the_pages_of_a_text_hold_all_of_its_words(text: str, limit: int) -> None:
    """Within the limit each, and every code block closed."""
    words = plain.markdown(text)
    found = list(pages(words, limit))

    assert all(0 < plain.units(page) <= limit and page.count("```") % 2 == 0 for page in found)


def test_a_block_of_code_that_fits_a_page_is_not_cut() -> None:
    """It begins the next page, and what is too long for any page is cut between its lines."""
    code = "```\n" + "\n".join(f"line {n}" for n in range(10)) + "\n```"
    before = "word " * 20

    assert [before.strip(), code] == [page.strip() for page in pages(f"{before}\n\n{code}", 110)]
    assert all(page.endswith("```") and page.startswith("```\n") for page in pages(code, 60))


def test_the_card_fits_discord_py() -> None:
    """What is built is what discord.py sends."""
    card = render_fact(FACT, STAGE).embeds[0]

    assert discord.Embed.from_dict(card.to_dict()) == card
