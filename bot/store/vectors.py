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


def read_vectors(connection: sqlite3.Connection, model: str) -> Vectors | None:
    """The vectors of a model; None when a fact or a phrasing has none of it, or there are more than MOST_ROWS."""
    wanted = sum(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in ("phrasings", "facts"))
    rows = connection.execute(
        """SELECT fact, 0, vector FROM index_vectors JOIN phrasings USING (number)
            WHERE model = ?1 AND kind = 'q'
           UNION ALL SELECT number, 1, vector FROM index_vectors WHERE model = ?1 AND kind = 'a'""",
        (model,),
    ).fetchmany(MOST_ROWS + 1)
    if not rows or len(rows) != wanted:
        return None
    matrix = np.frombuffer(b"".join(vector for *_, vector in rows), np.float16).reshape(len(rows), -1)
    facts, answers = np.array([fact for fact, *_ in rows]), np.array([bool(kind) for _, kind, _ in rows])
    return Vectors(facts, answers, matrix.astype(np.float32))


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
