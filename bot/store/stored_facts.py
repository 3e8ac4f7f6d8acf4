"""Reads facts, with their phrasings and sources, from the tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from bot.facts import Fact, Source

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator, Sequence, Sized

BATCH: Final = 500
_FACT: Final = """SELECT facts.number, facts.id, topic, answer, locator, quote, anchor, as_of, review_by, checked,
                         facts.scope, title, publisher, author, published, url, digest
                    FROM facts JOIN sources ON sources.number = facts.source"""


def stored_facts(
    execute: Callable[[str, Sequence[Any]], sqlite3.Cursor], where: str, values: Sequence[Any]
) -> Iterator[tuple[int, Fact]]:
    """(number, fact) of each fact that the SQL after FROM leaves, one batch of rows in memory at a time."""
    rows = execute(f"{_FACT} {where}", values)
    while batch := rows.fetchmany(BATCH):
        questions: dict[int, list[str]] = {}
        query = f"SELECT fact, question FROM phrasings WHERE fact IN ({marks(batch)}) ORDER BY fact, position"
        for number, question in execute(query, [row[0] for row in batch]):
            questions.setdefault(number, []).append(question)
        for row in batch:
            yield row[0], _fact(row, tuple(questions.get(row[0], ())))


def stored_fact(connection: sqlite3.Connection, number: int) -> Fact:
    """The fact with this number, which is there."""
    return next(stored_facts(connection.execute, "WHERE facts.number = ?", [number]))[1]


def marks(values: Sized) -> str:
    """A question mark for each value, for SQL's IN."""
    return ",".join("?" * len(values))


def _fact(row: tuple[Any, ...], questions: tuple[str, ...]) -> Fact:
    _, key, topic, answer, locator, quote, anchor, as_of, review_by, checked, scope, *source = row
    return Fact(
        id=key,
        questions=questions,
        answer=answer,
        source=Source(*source),
        topic=topic,
        locator=locator,
        quote=quote,
        anchor=anchor,
        as_of=as_of,
        review_by=review_by,
        checked=checked,
        scope=scope,
    )
