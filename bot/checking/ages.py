"""Facts that are due for a look: by the date their author gave, or because nobody has checked them for long."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from bot.checking.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bot.facts import Fact


def due(facts: Iterable[Fact], today: date, older_than: int | None = None) -> Iterator[Problem]:
    """Facts whose review date has come. With `older_than`, those too that were not checked for so many days; one that
    nobody ever checked counts as old. Only a person's check moves these dates, however often a fact is asked."""
    latest = (today - timedelta(days=older_than)).isoformat() if older_than is not None else ""
    for fact in facts:
        if fact.review_by and fact.review_by <= today.isoformat():
            yield Problem("stale", f"to be looked at again by {fact.review_by}", (fact,))
        elif latest and fact.checked <= latest:
            yield Problem("stale", f"last checked {fact.checked}" if fact.checked else "never checked", (fact,))
