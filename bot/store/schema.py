"""The tables of facts.db, step by step: a change is a new step, never an edit of an old one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlite_utils import Migrations

if TYPE_CHECKING:
    from sqlite_utils import Database

from bot.store.version import APPLICATION_ID

migrations: Final = Migrations("factbot")


def migrate(db: Database) -> None:
    """Bring the file to this program's schema. Each step is a transaction of its own."""
    migrations.apply(db)
    # setting what is set already would write the file, and whoever reads it would start afresh
    if db.conn.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
        db.conn.execute(f"PRAGMA application_id = {APPLICATION_ID}")


@migrations()
def m001_facts(db: Database) -> None:
    """What is known, as a person would read it in any SQLite tool."""
    db.table("packs").create({"name": str, "imported_at": str}, pk="name", not_null={"name"})
    db.table("sources").create(
        {"number": int, "title": str, "publisher": str, "author": str, "published": str, "url": str},
        pk="number",
        not_null={"title", "publisher", "author", "published", "url"},
    )
    db.table("sources").create_index(["title", "publisher", "author", "published", "url"], unique=True)
    db.conn.execute(
        """CREATE TABLE facts (
             number INTEGER PRIMARY KEY AUTOINCREMENT,
             id TEXT NOT NULL UNIQUE,
             handle TEXT NOT NULL,
             pack TEXT NOT NULL REFERENCES packs(name),
             position INTEGER NOT NULL,
             topic TEXT NOT NULL,
             answer TEXT NOT NULL,
             source INTEGER NOT NULL REFERENCES sources(number),
             locator TEXT NOT NULL,
             quote TEXT NOT NULL,
             content TEXT NOT NULL
           )"""
    )
    db.table("facts").create_index(["handle"])
    db.conn.execute(
        """CREATE TABLE phrasings (
             number INTEGER PRIMARY KEY AUTOINCREMENT,
             fact INTEGER NOT NULL REFERENCES facts(number),
             position INTEGER NOT NULL,
             question TEXT NOT NULL
           )"""
    )
    db.table("phrasings").create_index(["fact", "position"])
    db.create_view(
        "fact_list",
        """SELECT facts.id, facts.topic,
                  (SELECT question FROM phrasings WHERE fact = facts.number AND position = 0) AS question,
                  facts.answer, sources.title AS source, sources.publisher, sources.published, facts.locator, facts.pack
             FROM facts JOIN sources ON sources.number = facts.source ORDER BY facts.pack, facts.position""",
    )


@migrations()
def m002_index(db: Database) -> None:
    """Which words stand where, in stems: see index.py. All of it follows from the tables above."""
    db.conn.execute(
        """CREATE TABLE index_words (
             word TEXT PRIMARY KEY, facts INTEGER NOT NULL, in_questions INTEGER NOT NULL, in_answers INTEGER NOT NULL
           ) WITHOUT ROWID"""
    )
    db.conn.execute("CREATE TABLE index_spelt (word TEXT PRIMARY KEY, facts INTEGER NOT NULL) WITHOUT ROWID")
    db.conn.execute("CREATE TABLE index_spellings (bucket TEXT PRIMARY KEY, words TEXT NOT NULL) WITHOUT ROWID")
    db.conn.execute(
        """CREATE TABLE index_places (
             kind TEXT NOT NULL, word TEXT NOT NULL, chunk INTEGER NOT NULL, members BLOB NOT NULL,
             PRIMARY KEY (kind, word, chunk)
           ) WITHOUT ROWID"""
    )
    db.conn.execute("CREATE TABLE index_totals (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID")


@migrations()
def m003_vectors(db: Database) -> None:
    """Embeddings, for those who switch them on: half-precision numbers, a row a phrasing ("q") or answer ("a")."""
    db.conn.execute(
        """CREATE TABLE index_vectors (
             model TEXT NOT NULL, kind TEXT NOT NULL, number INTEGER NOT NULL, vector BLOB NOT NULL,
             PRIMARY KEY (kind, number)
           ) WITHOUT ROWID"""
    )
