"""What a small club knows: a table for tests whose subject is asking."""

from __future__ import annotations

from bot.facts import Fact, Source

HANDBOOK = Source("Club handbook", "The committee", published="March 2024", url="https://club.example/handbook")


def fact(name: str, *questions: str, answer: str, topic: str = "", source: Source = HANDBOOK, quote: str = "") -> Fact:
    """A fact of the handbook."""
    return Fact(name, questions, answer, source, topic=topic, locator=f"section {name}", quote=quote)


OPENING = fact(
    "opening",
    "When does the workshop open?",
    "opening hours of the workshop",
    answer="The workshop opens at nine in the morning, every day but Monday.",
    topic="Visiting",
)
FEE = fact(
    "fee",
    "How much does membership cost each year?",
    "annual membership fee",
    answer="Membership costs 40 euros.",
    topic="Membership",
)
LASER = fact(
    "laser",
    "Who may use the laser cutter?",
    "laser cutter permission",
    answer="Everybody who has taken the safety course.",
    topic="Machines",
)
COURSE = fact(
    "course",
    "Where does the safety course take place?",
    "safety course room",
    answer="In the seminar room on the second floor.",
    topic="Machines",
)
PARKING = fact(
    "parking",
    "Where can visitors park their bicycles?",
    "bicycle parking",
    answer="In the yard behind the building.",
    topic="Visiting",
)
ENABLE = fact(
    "enable",
    "How do I enable notifications?",
    "turn notifications on",
    answer="Open Settings and switch Notifications on.",
    topic="The app",
)
FOUNDER = fact(
    "founder",
    "Who founded the club?",
    "name of the founder",
    answer="Grace Okafor founded it together with her brother.",
    topic="History",
)
MEMBERS = fact(
    "members",
    "How many members did the club have in 2019?",
    "membership figures 2019",
    answer="It had 212 members.",
    topic="History",
)
PRINTER = fact(
    "printer",
    "Which filament does the printer take?",
    "printer filament",
    answer="Only PLA of 1.75 millimetres.",
    topic="Machines",
)
REFUND = fact(
    "refund",
    "Can I get a refund for a cancelled booking?",
    "refund after cancellation",
    answer="Yes, until two days before.",
    topic="Membership",
)
FACTS = (OPENING, FEE, LASER, COURSE, PARKING, ENABLE, FOUNDER, MEMBERS, PRINTER, REFUND)
