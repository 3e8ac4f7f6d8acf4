"""An office of one: takes what is brought, and remembers it for the test."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from bot.chat.office import Office, Place, Report, Shown
from bot.servers import ServerSettings


class Clerk:
    """Every desk of the office."""

    def __init__(self) -> None:
        self.reports: list[Report] = []
        self.counted: list[tuple[int, str]] = []
        self.shown: list[Shown] = []
        self.outcomes: Counter[tuple[int, str]] = Counter()
        self.questions: list[tuple[Place, str]] = []
        self.settled: dict[int, ServerSettings] = {}
        self.moves: list[tuple[str, Any]] = []
        self.of_people: dict[int, dict[str, int]] = {}
        self.facts = ""

    @property
    def office(self) -> Office:
        """With this clerk at each desk."""
        return Office(reports=self, gaps=self, servers=self, privacy=self, records=self)

    def note(self, shown: Sequence[Shown], outcomes: Mapping[tuple[int, str], int]) -> None:
        """Kept."""
        self.shown += shown
        self.outcomes.update(outcomes)

    def report(self, report: Report) -> None:
        """Kept."""
        self.reports.append(report)

    def count(self, server: int, question: str) -> None:
        """Kept."""
        self.counted.append((server, question))

    def ask_curators(self, place: Place, question: str) -> None:
        """Kept."""
        self.questions.append((place, question))

    def settings(self, server: int) -> ServerSettings:
        """As settled."""
        return self.settled.get(server, ServerSettings())

    def change(self, server: int, settings: ServerSettings) -> None:
        """Settled."""
        self.settled[server] = settings

    def present(self, servers: Sequence[int]) -> None:
        """Noted."""
        self.moves.append(("present", tuple(servers)))

    def left(self, server: int) -> None:
        """Noted."""
        self.moves.append(("left", server))

    def back(self, server: int) -> None:
        """Noted."""
        self.moves.append(("back", server))

    def export(self, number: int) -> str:
        """What is kept of a person, or the facts of a server."""
        return json.dumps(self.of_people[number]) if number in self.of_people else self.facts

    def kept(self, person: int) -> Mapping[str, int]:
        """What the test says."""
        return self.of_people.get(person, {})

    def forget(self, person: int) -> None:
        """Gone."""
        self.of_people.pop(person, None)
