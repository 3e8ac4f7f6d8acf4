"""A fact as a JSON object, in the keys of a fact file: for what programs exchange, and for the history of a table."""

from __future__ import annotations

from typing import Any, Final

from bot.facts import Fact, Source

Record = dict[str, Any]

SOURCE_FIELDS: Final = ("title", "publisher", "author", "published", "url", "digest")
PLACE_FIELDS: Final = ("locator", "quote", "anchor")
DATE_FIELDS: Final = ("as_of", "review_by", "checked")


def to_record(fact: Fact) -> Record:
    """The object: keys always in the same order, empty ones left out. "source" says what the source is, and where in it
    the fact stands."""
    source = {name: getattr(fact.source, name) for name in SOURCE_FIELDS}
    source |= {name: getattr(fact, name) for name in PLACE_FIELDS}
    record = {
        "id": fact.id,
        "questions": list(fact.questions),
        "answer": fact.answer,
        "topic": fact.topic,
        "source": {key: value for key, value in source.items() if value},
        **{name: getattr(fact, name) for name in DATE_FIELDS},
    }
    return {key: value for key, value in record.items() if value}


def from_record(record: Record) -> Fact:
    """The fact of an object that `to_record` made."""
    source = record.get("source", {})
    return Fact(
        id=record["id"],
        questions=tuple(record.get("questions", ())),
        answer=record.get("answer", ""),
        source=Source(**{"title": "", **{name: source[name] for name in SOURCE_FIELDS if name in source}}),
        topic=record.get("topic", ""),
        **{name: source[name] for name in PLACE_FIELDS if name in source},
        **{name: record[name] for name in DATE_FIELDS if name in record},
    )
