"""Two servers, the people in them, and a fact to add: for tests of curation."""

from __future__ import annotations

from bot.curation.changes import Draft
from bot.curation.roles import Person, Role
from bot.curation.values import Spot
from bot.facts import Fact, Source

HERE, THERE = 900_001, 900_002
MEMBER = Person(11, Role.MEMBER)
OTHER_MEMBER = Person(12, Role.MEMBER)
CURATOR = Person(21, Role.CURATOR)
OTHER_CURATOR = Person(22, Role.CURATOR)
MANAGER = Person(31, Role.MANAGER)
SPOT = Spot(500, 600)

WIKI = Source("Club wiki", url="https://club.example/wiki")
SAUNA = Draft(("When does the sauna open?", "sauna hours"), "At noon.", topic="Visiting", source=WIKI)
POOL = Draft(("How deep is the swimming pool?",), "Two metres.", source=WIKI)


def handle_of(fact: Fact | None) -> str:
    """The handle of a fact that is there."""
    assert fact is not None
    return fact.handle
