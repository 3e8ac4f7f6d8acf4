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


@migrations()
def m004_scopes(db: Database) -> None:
    """Facts of single servers beside those that are shared (scope 0), and an index that is kept for each scope."""
    db.view("fact_list").drop()
    db.conn.execute(
        """CREATE TABLE packs_of (
             number INTEGER PRIMARY KEY, scope INTEGER NOT NULL, name TEXT NOT NULL, imported_at TEXT,
             UNIQUE (scope, name)
           )"""
    )
    db.conn.execute("INSERT INTO packs_of (scope, name, imported_at) SELECT 0, name, imported_at FROM packs")
    db.conn.execute("ALTER TABLE sources ADD COLUMN digest TEXT NOT NULL DEFAULT ''")
    db.conn.execute(
        """CREATE TABLE facts_of (
             number INTEGER PRIMARY KEY AUTOINCREMENT,
             scope INTEGER NOT NULL,
             id TEXT NOT NULL,
             handle TEXT NOT NULL,
             pack INTEGER NOT NULL REFERENCES packs(number),
             position INTEGER NOT NULL,
             topic TEXT NOT NULL,
             answer TEXT NOT NULL,
             source INTEGER NOT NULL REFERENCES sources(number),
             locator TEXT NOT NULL,
             quote TEXT NOT NULL,
             anchor TEXT NOT NULL DEFAULT '',
             as_of TEXT NOT NULL DEFAULT '',
             review_by TEXT NOT NULL DEFAULT '',
             checked TEXT NOT NULL DEFAULT '',
             content TEXT NOT NULL,
             reworded INTEGER NOT NULL DEFAULT 0,
             UNIQUE (scope, id)
           )"""
    )
    db.conn.execute(
        """INSERT INTO facts_of
                  (number, scope, id, handle, pack, position, topic, answer, source, locator, quote, content)
           SELECT facts.number, 0, id, handle, packs_of.number, position, topic, answer, source, locator, quote, content
             FROM facts JOIN packs_of ON packs_of.name = facts.pack"""
    )
    for name in ("facts", "packs"):
        db.conn.execute(f"DROP TABLE {name}")
        db.conn.execute(f"ALTER TABLE {name}_of RENAME TO {name}")
    db.table("facts").create_index(["handle"])
    # a fact that kept its id when its document was reworded is found by what it says now
    db.conn.execute("CREATE INDEX idx_facts_reworded ON facts (pack, content) WHERE reworded")
    db.conn.execute(
        "CREATE TABLE hidden (scope INTEGER NOT NULL, id TEXT NOT NULL, PRIMARY KEY (scope, id)) WITHOUT ROWID"
    )
    db.conn.execute("CREATE TABLE state (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID")
    for table, columns, key in (
        ("words", "word TEXT, facts INTEGER, in_questions INTEGER, in_answers INTEGER", "word"),
        ("spelt", "word TEXT, facts INTEGER", "word"),
        ("spellings", "bucket TEXT, words TEXT", "bucket"),
        ("places", "kind TEXT, word TEXT, chunk INTEGER, members BLOB", "kind, word, chunk"),
        ("totals", "name TEXT, value INTEGER", "name"),
    ):
        db.conn.execute(f"DROP TABLE index_{table}")
        typed = ", ".join(f"{column} NOT NULL" for column in columns.split(", "))
        db.conn.execute(
            f"CREATE TABLE index_{table} (scope INTEGER NOT NULL, {typed}, PRIMARY KEY (scope, {key})) WITHOUT ROWID"
        )
    db.create_view(
        "fact_list",
        """SELECT facts.id, facts.topic,
                  (SELECT question FROM phrasings WHERE fact = facts.number AND position = 0) AS question,
                  facts.answer, sources.title AS source, sources.publisher, sources.published, facts.locator,
                  packs.name AS pack, facts.scope
             FROM facts JOIN sources ON sources.number = facts.source JOIN packs ON packs.number = facts.pack
            ORDER BY facts.scope, packs.name, facts.position""",
    )


@migrations()
def m005_history(db: Database) -> None:
    """Who changed which fact, when, from what to what, and why: only ever added to, until a server's data are removed.

    before, after: the fact as a line of fact JSONL; "" where there was, or is, none. person: NULL for the terminal.
    Facts that an import added are not listed one by one: what they were is what the first later entry found.
    """
    db.conn.execute("CREATE TABLE people (number INTEGER PRIMARY KEY, user INTEGER UNIQUE)")
    db.conn.execute(
        """CREATE TABLE servers (
             scope INTEGER PRIMARY KEY, settings TEXT NOT NULL DEFAULT '{}', left_at TEXT NOT NULL DEFAULT ''
           )"""
    )
    db.conn.execute(
        """CREATE TABLE history (
             number INTEGER PRIMARY KEY AUTOINCREMENT, scope INTEGER NOT NULL, fact TEXT NOT NULL, at TEXT NOT NULL,
             person INTEGER REFERENCES people(number), what TEXT NOT NULL, why TEXT NOT NULL,
             before TEXT NOT NULL, after TEXT NOT NULL
           )"""
    )
    db.table("history").create_index(["scope", "fact"])
    db.conn.execute(
        """CREATE TRIGGER history_is_kept BEFORE UPDATE ON history
           BEGIN SELECT raise(ABORT, 'history is only added to'); END"""
    )
    db.conn.execute(
        """CREATE TRIGGER history_is_not_lost BEFORE DELETE ON history
             WHEN NOT EXISTS (SELECT 1 FROM servers WHERE scope = old.scope AND left_at <> '')
           BEGIN SELECT raise(ABORT, 'history is only added to'); END"""
    )


@migrations()
def m006_curation(db: Database) -> None:
    """What a community does with its facts: proposals, questions that found nothing, and who is still to hear what.

    person, asker: a number of people; NULL for the terminal. at: UTC, ISO. fact: an id, for the id outlives the row.
    like: a JSON list of proposals' numbers. body, payload: JSON objects.
    """
    for name, columns in (
        (
            "proposals",
            """scope INTEGER NOT NULL, what TEXT NOT NULL, fact TEXT NOT NULL, body TEXT NOT NULL,
               person INTEGER REFERENCES people(number), at TEXT NOT NULL,
               channel INTEGER NOT NULL, message INTEGER NOT NULL, gap INTEGER NOT NULL, like TEXT NOT NULL,
               state TEXT NOT NULL DEFAULT 'open', decided_by INTEGER REFERENCES people(number),
               decided_at TEXT NOT NULL DEFAULT '', reason TEXT NOT NULL DEFAULT ''""",
        ),
        (
            "gap_questions",
            """scope INTEGER NOT NULL, mark BLOB NOT NULL, question TEXT NOT NULL,
               person INTEGER REFERENCES people(number), channel INTEGER NOT NULL, message INTEGER NOT NULL,
               at TEXT NOT NULL""",
        ),
        (
            "outbox",
            """scope INTEGER NOT NULL, person INTEGER REFERENCES people(number), kind TEXT NOT NULL,
               channel INTEGER NOT NULL, message INTEGER NOT NULL, payload TEXT NOT NULL, at TEXT NOT NULL,
               due_at TEXT NOT NULL, tries INTEGER NOT NULL DEFAULT 0, sent_at TEXT NOT NULL DEFAULT ''""",
        ),
        (
            "labelled",
            """scope INTEGER NOT NULL, query TEXT NOT NULL, fact TEXT, person INTEGER REFERENCES people(number),
               at TEXT NOT NULL, UNIQUE (scope, query)""",
        ),
    ):
        db.conn.execute(f"CREATE TABLE {name} (number INTEGER PRIMARY KEY AUTOINCREMENT, {columns})")
    db.table("proposals").create_index(["scope", "state"])
    db.table("gap_questions").create_index(["scope", "mark"])
    db.conn.execute("CREATE INDEX idx_outbox_due ON outbox (due_at) WHERE sent_at = ''")
    db.conn.execute(
        """CREATE TABLE receipts (
             scope INTEGER NOT NULL, message INTEGER NOT NULL, channel INTEGER NOT NULL, handle TEXT NOT NULL,
             version INTEGER NOT NULL, asker INTEGER REFERENCES people(number), at TEXT NOT NULL,
             PRIMARY KEY (scope, message, handle)
           ) WITHOUT ROWID"""
    )
    db.table("receipts").create_index(["scope", "handle"])
    for columns, key in (
        ("gap_counts (scope INTEGER, mark BLOB, count INTEGER, day TEXT", "scope, mark"),
        ("tallies (scope INTEGER, day TEXT, kind TEXT, handle TEXT, count INTEGER", "scope, day, kind, handle"),
        ("clocks (scope INTEGER, name TEXT, at TEXT", "scope, name"),
        ("secrets (name TEXT, value BLOB", "name"),
    ):
        typed = columns.replace(",", " NOT NULL,")
        db.conn.execute(f"CREATE TABLE {typed} NOT NULL, PRIMARY KEY ({key})) WITHOUT ROWID")


@migrations()
def m007_forms(db: Database) -> None:
    """What somebody has written in a form and not sent off yet, and where the curators' channel shows a proposal."""
    db.conn.execute(
        """CREATE TABLE drafts (
             number INTEGER PRIMARY KEY AUTOINCREMENT, scope INTEGER NOT NULL, body TEXT NOT NULL,
             person INTEGER REFERENCES people(number), at TEXT NOT NULL
           )"""
    )
    db.conn.execute(
        """CREATE TABLE posts (
             scope INTEGER NOT NULL, proposal INTEGER NOT NULL, channel INTEGER NOT NULL, message INTEGER NOT NULL,
             PRIMARY KEY (scope, proposal)
           ) WITHOUT ROWID"""
    )


@migrations()
def m008_history_pack(db: Database) -> None:
    """The pack that a fact was in when it was changed, so that it comes back there."""
    db.conn.execute("ALTER TABLE history ADD COLUMN pack TEXT NOT NULL DEFAULT ''")
