"""The word lists: a curator's mistake is found here, and the relations are what the lists say."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import pytest

import bot
from bot.lexicon import NEGATIONS, english, parse
from bot.text import fold, stem, tokens

WORDS = Path(bot.__file__).parent / "words"
LISTS = ("english.txt", "families.txt", "topics.txt")
LINES = [
    (f"{name}:{number}", line)
    for name in LISTS
    for number, line in enumerate((WORDS / name).read_text(encoding="utf-8").splitlines(), 1)
    if line.strip() and not line.startswith("#")
]
STOP = [
    word
    for line in (WORDS / "stop.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
    for word in line.split()
]


def test_every_line_has_a_mark_and_two_words_at_least() -> None:
    """ "= ~ !", then the words."""
    assert [] == [(n, line) for n, line in LINES if line.split()[0] not in "=~!" or len(line.split()) < 3]


def test_every_word_is_single_and_in_normal_form() -> None:
    """Lower case, no accents, one token: a word in another form would never be met."""
    assert [] == [(n, word) for n, line in LINES for word in line.split()[1:] if tokens(word) != [word]]


def test_no_line_says_a_word_twice() -> None:
    """A word and its plural on one line are one word."""
    assert [] == [(n, line) for n, line in LINES if len(set(line.split())) < len(line.split())]


def test_no_line_stands_twice() -> None:
    """The order of the words on it does not count."""
    keys = [(line.split()[0], frozenset(line.split()[1:])) for _, line in LINES]

    assert [] == [line for (_, line), key in zip(LINES, keys, strict=True) if keys.count(key) > 1]


def test_opposites_are_pairs_of_different_stems() -> None:
    """A "!" line with three words would say that the second and third are opposites too."""
    pairs = [(n, [stem(word) for word in line.split()[1:]]) for n, line in LINES if line.startswith("!")]

    assert [] == [(n, pair) for n, pair in pairs if len(pair) != 2 or pair[0] == pair[1]]


def test_nothing_is_the_same_as_its_opposite() -> None:
    """No "=" line holds both words of a "!" line; on a "~" line the program keeps the two apart."""
    opposites = {frozenset(stem(word) for word in line.split()[1:]) for _, line in LINES if line.startswith("!")}
    groups = [(n, {stem(word) for word in line.split()[1:]}) for n, line in LINES if line.startswith("=")]
    lexicon = english()

    assert [] == [
        (n, pair) for n, group in groups for pair in combinations(sorted(group), 2) if frozenset(pair) in opposites
    ]
    assert [] == [word for word, others in lexicon.opposites.items() if others & lexicon.related.get(word, frozenset())]


def test_lines_are_sorted_by_their_first_word() -> None:
    """A curator finds a word by looking where it belongs."""
    marks = {
        (name, mark): [line.split()[1] for place, line in LINES if place.startswith(name) and line.startswith(mark)]
        for name in LISTS
        for mark in "=~!"
    }

    assert {place: sorted(words) for place, words in marks.items()} == marks


def test_no_stop_word_denies() -> None:
    """A negation counts in full."""
    assert set() == {word for word in STOP if stem(fold(word)) in NEGATIONS}


@pytest.mark.parametrize(("one", "other"), [("buy", "purchase"), ("car", "vehicle"), ("cost", "price")])
def test_synonyms_stand_for_each_other(one: str, other: str) -> None:
    """Whichever of them was asked."""
    same = english().same

    assert (True, True) == (stem(other) in same[stem(one)], stem(one) in same[stem(other)])


@pytest.mark.parametrize(
    ("one", "other"), [("enable", "disable"), ("open", "close"), ("lock", "unlock"), ("first", "last"), ("buy", "sell")]
)
def test_opposites_never_stand_for_each_other(one: str, other: str) -> None:
    """Listed ones, and those that a prefix makes."""
    lexicon = english()
    first, second = stem(one), stem(other)

    assert (True, True, False) == (
        lexicon.are_opposite(first, second),
        lexicon.are_opposite(second, first),
        second in lexicon.same.get(first, ()),
    )


@pytest.mark.parametrize(("one", "other"), [("buy", "purchase"), ("car", "vehicle"), ("enable", "enable")])
def test_what_means_the_same_is_no_opposite(one: str, other: str) -> None:
    """And no word is its own opposite."""
    assert not english().are_opposite(stem(one), stem(other))


def test_lines_are_not_chained() -> None:
    """a = b and b = c does not make a = c."""
    lexicon = parse(["= big large", "= large spacious"])

    assert {"larg"} == lexicon.same["big"]


def test_a_line_without_a_mark_lists_stop_words() -> None:
    """As stop.txt does."""
    assert {"the", "of"} == parse(["# a comment", "", "the of"]).stop


def test_an_opposite_keeps_two_words_of_a_group_apart() -> None:
    """What "!" says holds against "=" and "~"."""
    lexicon = parse(["= mount unmount attach", "! mount unmount"])

    assert {"attach"} == lexicon.same["mount"]
