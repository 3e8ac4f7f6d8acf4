"""Who may do what. A role is looked up by the door each time something is done, never remembered."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, IntEnum
from typing import Final

from bot.errors import FactbotError
from bot.store.history import TERMINAL


class Role(IntEnum):
    """A member of a server, one of its curators, or somebody who manages it; each may do what those before may."""

    MEMBER = 1
    CURATOR = 2
    MANAGER = 3


class Action(Enum):
    """What somebody does: what it is called in a refusal, and the least role that may."""

    READ = "look at facts", Role.MEMBER
    PROPOSE = "propose changes", Role.MEMBER
    REPORT = "report answers", Role.MEMBER
    ASK = "ask the curators", Role.MEMBER
    CHANGE = "change facts", Role.CURATOR
    REVIEW = "review proposals", Role.CURATOR
    OVERRULE = "overrule a labelled question", Role.CURATOR
    GAPS = "see what found nothing", Role.CURATOR
    LABEL = "label questions", Role.CURATOR
    EXCHANGE = "import facts", Role.CURATOR
    SETTLE = "change settings", Role.MANAGER


class DeniedError(FactbotError):
    """Somebody may not do what they asked for."""


@dataclass(frozen=True, slots=True)
class Person:
    """Who does something: a Discord user's id, or TERMINAL, and their role in the server now."""

    user: int
    role: Role


AT_TERMINAL: Final = Person(TERMINAL, Role.MANAGER)


def may(role: Role, action: Action) -> bool:
    """Whether the role is enough for the action."""
    return role >= action.value[1]


def require(who: Person, action: Action) -> None:
    """Raise DeniedError when the person may not."""
    what, least = action.value
    if not may(who.role, action):
        raise DeniedError(f"only {least.name.lower()}s may {what} here")
