"""One fact's rows, written and taken away, with the index in step."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from bot.facts import Fact, Source, content_id
from bot.store.fact_words import FactWords, words_of
from bot.store.index import IndexedFact, IndexWriter

if TYPE_CHECKING:
    import sqlite3


class StoredFact(NamedTuple):
    """Where a fact stands: its number, its pack's number, what it said when it was stored, its place in the pack, and
    whether its id is that of an earlier wording."""

    number: int
    pack: int
    content: str
    position: int
    reworded: int


def content_of(fact: Fact) -> str:
    """What a fact says, as a short hash. Where in its source it stands is no part of it: text moves."""
    return content_id(fact.questions, fact.answer, fact.topic, fact.source, "", fact.quote, fact.as_of, fact.review_by)


class FactRows:
    """Writes facts of one scope, inside the caller's transaction; `close` writes what the index still holds."""

    def __init__(self, connection: sqlite3.Connection, scope: int) -> None:
        self._db = connection
        self._scope = scope
        self._index = IndexWriter(connection, scope)
        self._sources: dict[Source, tuple[int, str]] = {}

    def find(self, key: str) -> StoredFact | None:
        """The fact with this id."""
        row = self._db.execute(
            "SELECT number, pack, content, position, reworded FROM facts WHERE scope = ? AND id = ?", (self._scope, key)
        ).fetchone()
        return StoredFact(*row) if row else None

    def find_reworded(self, pack: int, content: str) -> StoredFact | None:
        """A fact of the pack that says this and kept the id of an earlier wording."""
        row = self._db.execute(
            "SELECT number, pack, content, position, reworded FROM facts WHERE pack = ? AND content = ? AND reworded",
            (pack, content),
        ).fetchone()
        return StoredFact(*row) if row else None

    def insert(self, fact: Fact, pack: int, position: int, content: str, words: FactWords | None = None) -> int:
        """Store a new fact; its number. words: the fact's, if they are known already."""
        cursor = self._db.execute(
            """INSERT INTO facts (scope, id, handle, pack, position, topic, answer, source, locator, quote, anchor,
                                  as_of, review_by, checked, content)
               VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
            (self._scope, fact.id, fact.handle, pack, position, *self._values(fact), content),
        )
        number = int(cursor.lastrowid or 0)
        self._insert_phrasings(number, fact, words)
        return number

    def update(self, number: int, fact: Fact, position: int, content: str, *, reworded: bool = False) -> None:
        """Give a stored fact, which keeps its number and its id, other content."""
        self._unindex(number)
        self._set(number, fact, position, content, reworded=reworded)
        self._insert_phrasings(number, fact)

    def move(self, number: int, fact: Fact, position: int, content: str, *, reworded: bool = False) -> None:
        """Note where a stored fact that says what it said stands now, and when it was last checked."""
        self._set(number, fact, position, content, reworded=reworded)

    def delete(self, number: int) -> None:
        """Take a fact out of the table."""
        self._unindex(number)
        self._db.execute("DELETE FROM facts WHERE number = ?", (number,))

    def close(self) -> None:
        """Bring the index up to date, and drop sources that no fact has."""
        self._index.close()
        self._db.execute("DELETE FROM sources WHERE number NOT IN (SELECT source FROM facts)")

    def _set(self, number: int, fact: Fact, position: int, content: str, *, reworded: bool) -> None:
        self._db.execute(
            """UPDATE facts SET position = ?, topic = ?, answer = ?, source = ?, locator = ?, quote = ?, anchor = ?,
                                as_of = ?, review_by = ?, checked = ?, content = ?, reworded = ? WHERE number = ?""",
            (position, *self._values(fact), content, int(reworded), number),
        )

    def _values(self, fact: Fact) -> tuple[str | int, ...]:
        place = (fact.locator, fact.quote, fact.anchor)
        dates = (fact.as_of, fact.review_by, fact.checked)
        return (fact.topic, fact.answer, self._source(fact.source), *place, *dates)

    def _insert_phrasings(self, number: int, fact: Fact, words: FactWords | None = None) -> None:
        insert = "INSERT INTO phrasings (fact, position, question) VALUES (?, ?, ?)"
        phrasings = tuple(
            int(self._db.execute(insert, (number, position, question)).lastrowid or 0)
            for position, question in enumerate(fact.questions)
        )
        words = words or words_of(fact.topic, fact.answer, fact.questions)
        self._index.add(IndexedFact(number, phrasings, words))

    def _unindex(self, number: int) -> None:
        """Take a stored fact and its phrasings out of the index, and the phrasings out of the table."""
        self._index.remove(stored_in_index(self._db, number))
        self._db.execute("DELETE FROM phrasings WHERE fact = ?", (number,))

    def _source(self, source: Source) -> int:
        """The number of the source, stored if it is new; the latest digest of its document is kept."""
        known = self._sources.get(source)
        if known is None or known[1] != source.digest:
            values = (source.title, source.publisher, source.author, source.published, source.url)
            self._db.execute(
                """INSERT INTO sources (title, publisher, author, published, url, digest) VALUES (?, ?, ?, ?, ?, ?)
                   ON CONFLICT (title, publisher, author, published, url) DO UPDATE SET digest = excluded.digest
                     WHERE digest <> excluded.digest""",
                (*values, source.digest),
            )
            query = """SELECT number FROM sources
                        WHERE title = ? AND publisher = ? AND author = ? AND published = ? AND url = ?"""
            known = self._sources[source] = (self._db.execute(query, values).fetchone()[0], source.digest)
        return known[0]


def stored_in_index(connection: sqlite3.Connection, number: int) -> IndexedFact:
    """A stored fact as the index has taken it."""
    topic, answer = connection.execute("SELECT topic, answer FROM facts WHERE number = ?", (number,)).fetchone()
    query = "SELECT number, question FROM phrasings WHERE fact = ? ORDER BY position"
    phrasings = connection.execute(query, (number,)).fetchall()
    words = words_of(topic, answer, [question for _, question in phrasings])
    return IndexedFact(number, tuple(phrasing for phrasing, _ in phrasings), words)
