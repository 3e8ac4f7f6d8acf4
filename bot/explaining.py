"""How sure, and why, in the same few words at every door."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from bot.languages.catalogue import Language, english

if TYPE_CHECKING:
    from bot.answers import Explanation, Match

SURE, FAIRLY_SURE, UNSURE = 0.9, 0.7, 0.45
"""Probabilities from which an answer is called sure, fairly sure, not quite sure; below the last it is a guess."""


def sureness(confidence: float, say: Language | None = None) -> str:
    """A calibrated probability, 0 to 1, as a person would say it."""
    say = say or english()
    if confidence >= SURE:
        return say("sure")
    if confidence >= FAIRLY_SURE:
        return say("fairly-sure")
    return say("not-quite-sure" if confidence >= UNSURE else "a-guess")


def because(match: Match, say: Language | None = None) -> str:
    """Why this fact was thought to fit: at most three words each for and against; "" when nothing was recorded.

    A word that was spelt otherwise is named with what it was taken for: “factroy” read as “factory”.
    """
    return (say or english())("reasons-apart").join(_reasons(match, say or english(), 3))


def explanation_lines(
    explanation: Explanation, now: int, then: int | None = None, say: Language | None = None
) -> Iterator[str]:
    """Why this fact and no other, a line each: what met, what did not, what spoke against it, and who came next.

    now, then: versions of the table; `then` is the one that an older answer came from, if it is an older answer.
    """
    say = say or english()
    match, rival = explanation.match, explanation.rival
    yield say("why-sure", sure=sureness(match.confidence, say), percent=percent(match.confidence))
    for reason in _reasons(match, say, 8):
        yield reason[:1].upper() + reason[1:]
    if explanation.place == 1:
        yield say("why-first")
    elif explanation.place:
        yield say("why-place", place=explanation.place)
    else:
        yield say("why-no-candidate")
    if rival is not None:
        # of what is shown, so that whoever subtracts finds the same
        apart = percent(match.confidence) - percent(rival.confidence)
        key = "why-rival" if apart >= 0 else "why-rival-ahead"
        yield say(key, title=rival.fact.title, percent=percent(rival.confidence), count=abs(apart))
    if then is not None and then != now:
        yield say("why-versions", then=then, now=now)
    else:
        yield say("why-version", now=now)


def percent(confidence: float) -> int:
    """A probability in whole percent; certain, and impossible, are only said of what is."""
    return min(99, max(1, round(100 * confidence))) if 0 < confidence < 1 else round(100 * confidence)


def listed(items: Sequence[str], last: str = "and") -> str:
    """a; a and b; a, b and c."""
    return english().listed(items, last)


def _reasons(match: Match, say: Language, most: int) -> list[str]:
    evidence = match.evidence
    alike = [asked for asked, stored in evidence.matched if asked == stored]
    read_as = [(asked, stored) for asked, stored in evidence.matched if asked != stored]
    reasons = []
    if alike:
        reasons.append(say("words-met", words=_words(alike, most, say), count=len(alike[:most])))
    if read_as:
        reasons.append(say.listed([say("read-as", asked=asked, stored=stored) for asked, stored in read_as[:most]]))
    if evidence.missing:
        reasons.append(say("words-missing", words=_words(evidence.missing, most, say, "or")))
    if evidence.against:
        against = [say.term("against", phrase) for phrase in evidence.against[:most]]
        reasons.append(say("speaks-against", reasons=say.listed(against)))
    return reasons


def _words(words: Sequence[str], most: int, say: Language, last: str = "and") -> str:
    return say.listed([say("quoted", word=word) for word in words[:most]], last)
