"""What an answer looks like, and that it looks right for any fact whatever."""

from __future__ import annotations

import discord
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answers import Answer, Evidence, Found, Match, Suggestions, Unknown
from bot.chat import plain
from bot.chat.render import Rendered, completion, render, render_fact
from bot.facts import Fact, Source

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
    st.builds(Found, question=TEXT, best=MATCHES, also=SEVERAL, matches=st.just(())),
    st.builds(
        Suggestions, question=TEXT, choices=st.lists(MATCHES, min_size=1, max_size=5).map(tuple), matches=st.just(())
    ),
    st.builds(
        Unknown,
        question=TEXT,
        strange=st.lists(TEXT, max_size=4).map(tuple),
        topics=st.lists(TEXT, max_size=3).map(tuple),
        matches=st.just(()),
    ),
)


def test_an_answer_comes_first_and_its_source_as_a_card() -> None:
    """The whole message, as it goes out."""
    message = render(Found("peple?", MATCH, (), (MATCH,)))

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
    assert ("More than **6,000**.", [card], ()) == (
        message.content,
        [e.to_dict() for e in message.embeds],
        message.picks,
    )


def test_where_embeds_may_not_be_shown_the_source_is_small_print() -> None:
    """The same in text alone."""
    message = render(Found("peple?", MATCH, (), (MATCH,)))

    expected = (
        "More than **6,000**.\n"
        "-# Source: A \\*new\\* plant · The Gazette · November 27 · paragraph 6 · <https://gazette.example/plant>\n"
        "-# sure: your “many” is in it; “peple” read as “people”; it does not say “roof”"
    )
    assert expected == message.bare


def test_a_source_without_an_address_has_no_link() -> None:
    """There is nothing to follow, and nothing pretends there is."""
    message = render_fact(Fact("two", ("Why?",), "Because.", Source("Notes")))

    assert (None, None) == (message.embeds[0].url, message.embeds[0].description)
    assert "Because.\n-# Source: Notes\n-# your choice: “Why?”" == message.bare


def test_a_question_that_asks_two_things_gets_both_with_their_sources() -> None:
    """Each answer stands above its own card."""
    other = Match(Fact("two", ("When?",), "In 2024.", Source("Notes")), "In 2024.", 0.8)

    message = render(Found("how many, and when?", MATCH, (other,), ()))

    assert "More than **6,000**." == message.content
    assert ["A \\*new\\* plant", None, "Notes"] == [embed.title for embed in message.embeds]
    assert "In 2024." == message.embeds[1].description


def test_a_long_answer_moves_into_a_card_and_is_whole() -> None:
    """A message's text holds 2,000 characters, an embed's 4,096."""
    long = "word " * 700
    message = render(Found("", Match(FACT, long, 0.9), (), ()))

    assert ("", long.strip()) == (message.content, message.embeds[0].description)


def test_an_answer_too_long_for_discord_says_that_it_is_shortened() -> None:
    """And where the whole of it is."""
    message = render(Found("", Match(FACT, "word " * 2000, 0.9), (), ()))

    note = "word… (shortened; the whole answer: <https://gazette.example/plant>)"
    assert str(message.embeds[0].description).endswith(note)
    assert note in message.bare


def test_suggestions_stand_in_full_with_a_button_each() -> None:
    """A button holds eighty characters, the text the whole question."""
    long = Fact("two", ("Is it " + "very " * 20 + "long?",), "Yes.", SOURCE)

    message = render(Suggestions("", (MATCH, Match(long, "Yes.", 0.4)), ()))

    assert f"I am not sure which of these you mean:\n**1** {FACT.title}\n**2** {long.title}" == message.content
    assert [FACT.handle, long.handle] == [pick.handle for pick in message.picks]
    assert "1. How many people work there?" == message.picks[0].label
    assert message.picks[1].label.endswith("very…")


@pytest.mark.parametrize(
    ("expected", "answer"),
    [
        ("I don't know: no fact answers that.", Unknown("", (), (), ())),
        (
            "I don't know: no fact says anything about “battery” or “<@1>”.\nNearest: The plant; Dates.".replace(
                "<", "\\<"
            ),
            Unknown("", ("battery", "<@1>"), ("The plant", "Dates"), ()),
        ),
    ],
)
def test_what_nobody_knows_is_one_honest_line(expected: str, answer: Answer) -> None:
    """The strange words as asked, and the nearest topics."""
    assert expected == render(answer).content


def texts(embed: discord.Embed) -> tuple[str | None, ...]:
    """What counts towards the limit of all embeds together."""
    return embed.author.name, embed.title, embed.description, embed.footer.text


@settings(max_examples=150, deadline=None)
@given(st.one_of(ANSWERS.map(render), FACTS.map(render_fact)))
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
    assert len(message.picks) <= 5 and len({pick.handle for pick in message.picks}) == len(message.picks)
    assert all(0 < plain.units(pick.label) <= 80 for pick in message.picks)
    str((message.content, message.bare, [embed.to_dict() for embed in message.embeds])).encode()


@given(FACTS)
def test_every_offer_fits_an_autocompletion(known: Fact) -> None:
    """A name and a value of one to a hundred characters."""
    name, value = completion(known)

    assert 0 < plain.units(name) <= 100 and 0 < plain.units(value) <= 100


@given(FACTS)
def test_the_small_print_is_ours_alone(known: Fact) -> None:
    """No answer can put a line below itself that looks like a source."""
    lines = render_fact(known).bare.splitlines()

    assert 2 == sum(line.startswith("-# ") for line in lines)


def test_the_card_fits_discord_py() -> None:
    """What is built is what discord.py sends."""
    assert discord.Embed.from_dict(render_fact(FACT).embeds[0].to_dict()) == render_fact(FACT).embeds[0]
