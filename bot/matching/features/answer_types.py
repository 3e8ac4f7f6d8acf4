"""What kind of thing a question asks for, and whether a text offers one.

A question word tells the kind ("when" a date, "how many" a count), and each kind leaves traces in a text: a month, a
currency beside a number, a capital letter. The traces of a date, count, sum, share or duration are sure; those of a
person, place or reason are guesses, and count apart. (The classes are the coarse ones of X. Li and D. Roth, Learning
Question Classifiers, 2002.)
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from bot.matching.features.numbers import is_year
from bot.text import is_number, stem

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.entries import Unit

DATE, COUNT, MONEY, PERCENT, DURATION = "date", "count", "money", "percent", "duration"
PERSON, PLACE, REASON, MANNER = "person", "place", "reason", "manner"
SURE: Final = frozenset({DATE, COUNT, MONEY, PERCENT, DURATION})
LIKELY: Final = frozenset({PERSON, PLACE, REASON})

KEPT: Final = 20_000


def _stems(words: str) -> frozenset[str]:
    return frozenset(map(stem, words.split()))


_QUESTION_WORDS: Final = {
    **dict.fromkeys(_stems("when whens whn wen"), DATE),
    **dict.fromkeys(_stems("who whos whom whose"), PERSON),
    **dict.fromkeys(_stems("where wheres whre"), PLACE),
    **dict.fromkeys(_stems("why whys"), REASON),
}
_WHAT: Final = _stems("what whats which wich")
_HOW: Final = _stems("how hows hw")
_AFTER_WHAT: Final = {
    **dict.fromkeys(_stems("year date day month time hour hours week weekday deadline"), DATE),
    **dict.fromkeys(_stems("percent percentage share proportion"), PERCENT),
    **dict.fromkeys(_stems("price cost fee salary charge"), MONEY),
    **dict.fromkeys(_stems("number amount quantity"), COUNT),
    **dict.fromkeys(_stems("city town country place address location street building room"), PLACE),
    **dict.fromkeys(_stems("person"), PERSON),
    **dict.fromkeys(_stems("reason purpose"), REASON),
    **dict.fromkeys(_stems("duration"), DURATION),
}
_AFTER_HOW: Final = {
    **dict.fromkeys(_stems("long old"), DURATION),
    **dict.fromkeys(_stems("many mny"), COUNT),
    **dict.fromkeys(_stems("much"), COUNT),
    **dict.fromkeys(_stems("big large high tall fast far heavy wide deep small low hot cold"), COUNT),
    **dict.fromkeys(_stems("expensive"), MONEY),
    **dict.fromkeys(_stems("to do does can could should would is are did i"), MANNER),
}
_SPANS: Final = _stems("second minute hour day week month quarter year decade century time")
_MONEY: Final = _stems("cost pay price charge fee spend paid worth salary earn money")
_PERCENT: Final = _stems("percent percentage")

_CURRENCIES: Final = _stems(
    "dollar euro pound yuan rupee yen franc crown krona florin rmb usd eur gbp cny inr jpy cent cents "
    "penny pence kr chf"
)
_MONTHS: Final = _stems(
    "january february march april june july august september october november december jan feb mar apr jun jul aug "
    "sept oct nov dec"
)
_DAYS: Final = _stems(
    "monday tuesday wednesday thursday friday saturday sunday today tomorrow yesterday tonight noon midnight "
    "weekend spring summer autumn winter christmas easter oclock century daily weekly monthly"
)
_CLOCK: Final = _stems("am pm")
_REASONS: Final = _stems("because therefore thus since avoid ensure prevent so cause reason due thanks owing purpose")
_PLACES: Final = _stems(
    "zone city street road building room floor office town village square hall centre center park station north south "
    "east west country region area district headquarters online website"
)
_CAPITAL: Final = re.compile(r"(?<=[a-z0-9,;:)] )[\"“']?([A-Z][\w’'-]+)")
_AT_CAPITAL: Final = re.compile(r"\b(?:in|at|near|from|to|on|into|of|off|outside|across)\s+(?:the\s+)?([A-Z][\w’'-]+)")


@lru_cache(KEPT)
def asked(text: str) -> frozenset[str]:
    """The kinds of things that a question asks for, given as its stems in order with spaces between; mostly one or
    none."""
    stems = text.split()
    found: set[str] = set()
    for place, word in enumerate(stems):
        if (kind := _QUESTION_WORDS.get(word)) is not None:
            found.add(kind)
        elif word in _HOW:
            found |= _after_how(stems[place + 1 :])
        elif word in _WHAT:
            found |= {_AFTER_WHAT[after] for after in stems[place + 1 : place + 4] if after in _AFTER_WHAT}
    if _PERCENT.isdisjoint(stems) or MANNER in found:
        return frozenset(found)
    return frozenset(found - {COUNT, MONEY} | {PERCENT}) if found & {COUNT, MONEY} or not found else frozenset(found)


def _after_how(rest: Sequence[str]) -> set[str]:
    kind = _AFTER_HOW.get(rest[0]) if rest else None
    if kind == COUNT:
        if any(word in _SPANS for word in rest[1:2]):
            return {DURATION}
        if rest[0] == "much" and not _MONEY.isdisjoint(rest):
            return {MONEY}
    return {kind} if kind else set()


def offers(kind: str, unit: Unit, known: frozenset[str]) -> bool:
    """Whether a text offers something of a kind that is not among the stems already known from the question."""
    if kind in LIKELY:
        return not known.issuperset(_likely(kind, unit.spelt)) or (
            kind == PLACE and any(word in _PLACES and word not in known for word in unit.words)
        )
    return not known.issuperset(_sure(kind, unit.text))


@lru_cache(KEPT)
def _sure(kind: str, text: str) -> tuple[str, ...]:
    """The stems that make a text offer a date, count, sum, share or duration."""
    stems = text.split()
    numbers = [place for place, word in enumerate(stems) if is_number(word)]
    if kind == COUNT:
        return tuple(stems[place] for place in numbers)
    if kind == DATE:
        return tuple(_dates(stems))
    beside = {PERCENT: _PERCENT, MONEY: _CURRENCIES, DURATION: _SPANS}[kind]
    before = 1 if kind == MONEY else 0
    return tuple(stems[place] for place in numbers if not beside.isdisjoint(stems[max(0, place - before) : place + 4]))


def _dates(stems: Sequence[str]) -> Iterable[str]:
    for before, word in pairwise(("", *stems)):
        if word in _MONTHS or word in _DAYS or is_year(word):
            yield word
        elif (word in _CLOCK and before[:1].isdigit()) or (before == "may" and word[:1].isdigit()):
            yield before + word


@lru_cache(KEPT)
def _likely(kind: str, spelt: str) -> tuple[str, ...]:
    """The stems that make a text seem to name a person, a place or a reason."""
    if kind == REASON:
        return tuple(word for word in map(stem, re.findall(r"[a-z]+", spelt.lower())) if word in _REASONS)
    pattern = _CAPITAL if kind == PERSON else _AT_CAPITAL
    return tuple(stem(word.lower()) for word in pattern.findall(spelt))
