"""How sure, and why, in the same few words at every door."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answers import Match

SURE, FAIRLY_SURE, UNSURE = 0.9, 0.7, 0.45
"""Probabilities from which an answer is called sure, fairly sure, not quite sure; below the last it is a guess."""


def sureness(confidence: float) -> str:
    """A calibrated probability, 0 to 1, as a person would say it."""
    if confidence >= SURE:
        return "sure"
    if confidence >= FAIRLY_SURE:
        return "fairly sure"
    return "not quite sure" if confidence >= UNSURE else "a guess"


def because(match: Match) -> str:
    """Why this fact was thought to fit: at most three words each for and against; "" when nothing was recorded.

    A word that was spelt otherwise is named with what it was taken for: “factroy” read as “factory”.
    """
    evidence = match.evidence
    alike = [asked for asked, stored in evidence.matched if asked == stored]
    read_as = [f"“{asked}” read as “{stored}”" for asked, stored in evidence.matched if asked != stored]
    reasons = []
    if alike:
        reasons.append(f"your {_words(alike)} {'are' if len(alike[:3]) > 1 else 'is'} in it")
    if read_as:
        reasons.append(listed(read_as[:3]))
    if evidence.missing:
        reasons.append(f"it does not say {_words(evidence.missing, 'or')}")
    if evidence.against:
        reasons.append(f"against it: {', '.join(evidence.against[:3])}")
    return "; ".join(reasons)


def listed(items: Sequence[str], last: str = "and") -> str:
    """a; a and b; a, b and c."""
    return f" {last} ".join(filter(None, [", ".join(items[:-1]), *items[-1:]]))


def _words(words: Sequence[str], last: str = "and") -> str:
    return listed([f"“{word}”" for word in words[:3]], last)
