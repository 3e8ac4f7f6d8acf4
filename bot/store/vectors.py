"""Embeddings of the facts, kept in the fact table with the name of the model that made them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from bot.vectors import Vectors

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

    from bot.vectors import Embeds

BATCH: Final = 256
MOST_ROWS: Final = 400_000
"""Vectors that are searched; a larger table is searched by words alone."""


def read_vectors(connection: sqlite3.Connection, model: str, scope: int) -> Vectors | None:
    """The vectors of a model for a scope's own facts; None when a fact or a phrasing of them has none of it, or there
    are more than MOST_ROWS."""
    own = "IN (SELECT number FROM facts WHERE scope = ?1)"
    wanted = connection.execute(
        f"SELECT (SELECT count(*) FROM phrasings WHERE fact {own}) + (SELECT count(*) FROM facts WHERE scope = ?1)",
        (scope,),
    ).fetchone()[0]
    rows = connection.execute(
        f"""SELECT fact, 0, vector FROM index_vectors JOIN phrasings USING (number)
             WHERE model = ?2 AND kind = 'q' AND fact {own}
            UNION ALL SELECT number, 1, vector FROM index_vectors WHERE model = ?2 AND kind = 'a' AND number {own}
            ORDER BY 1""",
        (scope, model),
    ).fetchmany(MOST_ROWS + 1)
    if len(rows) != wanted:
        return None
    dimensions = len(rows[0][2]) // 2 if rows else 0
    matrix = np.frombuffer(b"".join(vector for *_, vector in rows), np.float16).reshape(len(rows), dimensions)
    facts = np.array([fact for fact, *_ in rows], np.int64)
    return Vectors(facts, np.array([bool(kind) for _, kind, _ in rows], np.bool_), matrix.astype(np.float32))


def write_vectors(connection: sqlite3.Connection, embedder: Embeds, step: Callable[[], None]) -> int:
    """Embed what has no vector of this model yet, and drop what belongs to no fact or another model; how many were
    made. step is called once for each. The caller's transaction."""
    connection.execute("DELETE FROM index_vectors WHERE model <> ?", (embedder.name,))
    made = 0
    for kind, table, column in (("q", "phrasings", "question"), ("a", "facts", "answer")):
        connection.execute(
            f"DELETE FROM index_vectors WHERE kind = ? AND number NOT IN (SELECT number FROM {table})", (kind,)
        )
        query = f"""SELECT number, {column} FROM {table}
                     WHERE number NOT IN (SELECT number FROM index_vectors WHERE kind = ?)
                     ORDER BY number LIMIT {BATCH}"""
        while rows := connection.execute(query, (kind,)).fetchall():
            vectors = embedder.embed([text for _, text in rows], passages=kind == "a").astype(np.float16)
            connection.executemany(
                "INSERT INTO index_vectors VALUES (?, ?, ?, ?)",
                [
                    (embedder.name, kind, number, vector.tobytes())
                    for (number, _), vector in zip(rows, vectors, strict=True)
                ],
            )
            for _ in rows:
                step()
            made += len(rows)
    return made
