"""The gate: every change is made here, tried against the labelled questions, and held back when it breaks one."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
from bot.store.history import Author
from bot.store.labelled import LabelledQuestions
from bot.store.uncommitted import UncommittedTable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.curation.changes import Change
    from bot.curation.ground import Ground
    from bot.curation.making import Made
    from bot.curation.roles import Person
    from bot.curation.values import Broken


class Gate:
    """Makes changes of single facts, and says what they would do."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    def make(self, scope: int, who: Person, change: Change, *, overrule: str = "") -> Made:
        """Make the change, inside the caller's transaction. overrule: why it is made although it breaks a label; that
        stands in the history.

        Raises GateError with what it breaks, and what Maker.make raises.
        """
        why = change.why
        if overrule:
            require(who, Action.OVERRULE)
            why = f"{why} (overruled: {overrule})".strip()
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
        asked = near[:MOST_ASKED]
        differ = answers_changed(ground.committed, ground.uncommitted(), asked, scope, trial.certainty)
        broken, labels = self._broken(scope, *changes)
        similar = [alike(ground.committed, made, trial) for made in changes]
        return Findings(
            changes=tuple(differ),
            alike=tuple(one for facts, _ in similar for one in facts),
            claimed=tuple(one for _, claimed in similar for one in claimed),
            broken=broken,
            asked=len(asked) + labels,
            left=len(near) - len(asked),
        )

    def _broken(self, scope: int, *changes: Made) -> tuple[tuple[Broken, ...], int]:
        ground = self._ground
        labels = labels_near(LabelledQuestions(ground.connection, scope).page(), changes)
        if not labels:
            return (), 0
        return broken_labels(ground.committed, ground.uncommitted(), labels, self._trial(scope))

    def _trial(self, scope: int) -> Trial:
        return Trial(scope, self._ground.settings(scope).certainty)
