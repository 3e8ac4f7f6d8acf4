"""The gate: every change is made here, tried against the labelled questions, and held back when it breaks one."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

from bot.curation.making import Maker
from bot.curation.roles import Action, require
from bot.curation.trying import (
    MOST_ASKED,
    Trial,
    alike,
    answers_changed,
    broken_labels,
    labels_near,
    questions_near,
)
from bot.curation.values import Findings, GateError
from bot.curation.wording import kept_line
from bot.store.history import Author
from bot.store.labelled import LabelledQuestions
from bot.store.uncommitted import UncommittedTable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.curation.changes import Change
    from bot.curation.ground import Ground
    from bot.curation.making import Made
    from bot.curation.roles import Person
    from bot.curation.values import AnswerChange, Broken

LONGEST: Final = 3.0
"""Seconds that stored questions are asked for; labelled ones are all asked."""


class Gate:
    """Makes changes of single facts, and says what they would do."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    def make(self, scope: int, who: Person, change: Change, *, overrule: str = "") -> Made:
        """Make the change, inside the caller's transaction. overrule: why it is made although it breaks a label; that
        stands in the history.

        Raises GateError with what it breaks, and what Maker.make raises.
        """
        why = kept_line(change.why)
        if overrule:
            require(who, Action.OVERRULE)
            why = f"{why} (overruled: {kept_line(overrule)})".strip()
        made = Maker(self._ground.connection, scope).make(change, Author(who.user, why))
        if not overrule:
            broken, _ = self._broken(scope, made)
            if broken:
                raise GateError(broken)
        return made

    def check(self, scope: int, change: Change) -> Findings:
        """What the change would do; nothing of it is kept. Raises what Maker.make raises."""
        with self._ground.trying() as connection:
            made = Maker(connection, scope).make(change, Author())
            return self.findings(scope, [made])

    def findings(self, scope: int, changes: Sequence[Made]) -> Findings:
        """What changes that were made in the caller's transaction, and are not committed, do."""
        ground, trial = self._ground, self._trial(scope)
        tables = (ground.table, UncommittedTable(ground.store))
        near = list(dict.fromkeys(question for made in changes for question in questions_near(tables, scope, made)))
        before, after = ground.committed, ground.uncommitted()
        differ: list[AnswerChange] = []
        asked, until = 0, time.monotonic() + LONGEST
        for question in near[:MOST_ASKED]:
            if time.monotonic() > until:
                break
            differ += answers_changed(before, after, [question], scope, trial.certainty)
            asked += 1
        broken, labels = self._broken(scope, *changes)
        similar = [alike(ground.committed, made, trial) for made in changes]
        return Findings(
            changes=tuple(differ),
            alike=tuple(one for facts, _ in similar for one in facts),
            claimed=tuple(one for _, claimed in similar for one in claimed),
            broken=broken,
            asked=asked + labels,
            left=len(near) - asked,
        )

    def _broken(self, scope: int, *changes: Made) -> tuple[tuple[Broken, ...], int]:
        ground = self._ground
        labels = labels_near(LabelledQuestions(ground.connection, scope).page(), changes)
        if not labels:
            return (), 0
        return broken_labels(ground.committed, ground.uncommitted(), labels, self._trial(scope))

    def _trial(self, scope: int) -> Trial:
        return Trial(scope, self._ground.settings(scope).certainty)
