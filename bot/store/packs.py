"""Loading a pack: afterwards it holds just the facts that were given, and facts that were there keep their identity."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from bot.errors import TableError
from bot.store.fact_words import with_words
from bot.store.history import History, now
from bot.store.pairing import MOST, pair
from bot.store.rows import FactRows, StoredFact, content_of
from bot.store.stored_facts import stored_fact
from bot.store.version import raise_version

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable

    from bot.facts import Fact
    from bot.store.fact_words import FactWords
    from bot.store.history import Author

OWN_PACK: Final = "curated"
"""The pack of facts that people added one by one."""
NOT_GIVEN: Final = -1
"""Position of a fact of a pack that is being loaded and has not come yet."""
DERIVED: Final = "b2-"
"""How an id begins that was made from the fact's content."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What loading a pack did: how many facts were added, changed, retired, and left as they were."""

    added: int = 0
    changed: int = 0
    retired: int = 0
    unchanged: int = 0


class PackWriter:
    """One loading of one pack, inside one transaction.

    A fact is the one with its id. A fact whose id was made from its content is also the one that says the same under an
    earlier id, or the one that is gone and said nearly the same: so a passage that was reworded keeps its identity.
    """

    def __init__(self, connection: sqlite3.Connection, scope: int, pack: str, author: Author) -> None:
        self._db = connection
        self._scope = scope
        self._name = pack
        self._history = History(connection, scope)
        self._has_reason = bool(author.why)
        self._has_past = bool(self._history.latest(1))
        self._author = author if author.why else replace(author, why=f"import of {pack}")
        self._rows = FactRows(connection, scope)
        self._come: dict[int, Fact] = {}
        self._added = self._changed = self._retired = self._unchanged = 0

    def write(self, facts: Iterable[Fact], progress: Callable[[], None]) -> Changes:
        """Make the pack hold exactly these facts, in this order. Raises TableError for an id that is another's."""
        self._pack = pack_number(self._db, self._scope, self._name)
        self._db.execute("UPDATE facts SET position = ? WHERE pack = ?", (NOT_GIVEN, self._pack))
        had = self._db.execute("SELECT 1 FROM facts WHERE pack = ? LIMIT 1", (self._pack,)).fetchone() is not None
        with closing(with_words(facts)) as given:
            for position, (fact, words) in enumerate(given):
                self._take(fact, words, position, had=had)
                progress()
        if had:
            self._retire()
        if self._added or self._changed or self._retired:
            raise_version(self._db)
            self._db.execute("UPDATE packs SET imported_at = ? WHERE number = ?", (now(), self._pack))
        self._rows.close()
        return Changes(self._added, self._changed, self._retired, self._unchanged)

    def _take(self, fact: Fact, words: FactWords, position: int, *, had: bool) -> None:
        content = content_of(fact)
        stored = self._rows.find(fact.id)
        if had and fact.id.startswith(DERIVED) and (stored is None or stored.content != content):
            stored = self._rows.find_reworded(self._pack, content) or stored
        if stored is None:
            number = self._rows.insert(fact, self._pack, position, content, words)
            self._added += 1
            if self._has_past and self._history.knows(fact.id):
                self._history.append(fact.id, "restored", self._author, after=fact, pack=self._name)
            elif self._has_reason:
                self._history.append(fact.id, "added", self._author, after=fact, pack=self._name)
            if had and fact.id.startswith(DERIVED) and len(self._come) <= MOST:
                self._come[number] = fact
        elif stored.pack != self._pack and stored.content == content:
            self._unchanged += 1
        else:
            if stored.pack != self._pack:
                stored = self._taken_over(stored)
            self._refuse_double(fact, stored)
            self._keep(stored, fact, position, content)

    def _keep(self, stored: StoredFact, fact: Fact, position: int, content: str) -> None:
        """The fact is there already, and says the same or something else."""
        reworded = bool(stored.reworded)
        if stored.content == content:
            self._unchanged += 1
            self._rows.move(stored.number, fact, position, content, reworded=reworded)
            return
        self._change(stored.number, fact, position, reworded=reworded)

    def _taken_over(self, stored: StoredFact) -> StoredFact:
        """A fact that somebody put back by hand belongs to the pack that has its id from now on."""
        own = self._db.execute("SELECT 1 FROM packs WHERE number = ? AND name = ?", (stored.pack, OWN_PACK)).fetchone()
        if own is None:
            return stored
        moved = "UPDATE facts SET pack = ?, position = ? WHERE number = ?"
        self._db.execute(moved, (self._pack, NOT_GIVEN, stored.number))
        return stored._replace(pack=self._pack, position=NOT_GIVEN)

    def _refuse_double(self, fact: Fact, stored: StoredFact) -> None:
        if stored.pack != self._pack:
            pack = self._db.execute("SELECT name FROM packs WHERE number = ?", (stored.pack,)).fetchone()[0]
            raise TableError(
                f'the fact "{fact.id}" stands in the pack "{pack}" already; import with --pack "{pack}" to replace it'
            )
        if stored.position != NOT_GIVEN:
            raise TableError(f'two facts of the pack "{self._name}" have the id "{fact.id}"')

    def _retire(self) -> None:
        """Take out the pack's facts that were not given again, once it is known which of them were only reworded."""
        query = "SELECT number FROM facts WHERE pack = ? AND position = ?"
        gone = [row[0] for row in self._db.execute(query, (self._pack, NOT_GIVEN))]
        reworded = self._reworded(gone)
        for old, new in reworded.items():
            position = self._db.execute("SELECT position FROM facts WHERE number = ?", (new,)).fetchone()[0]
            self._rows.delete(new)
            self._added -= 1
            self._change(old, self._come[new], position, reworded=True)
        for number in gone:
            if number not in reworded:
                before = stored_fact(self._db, number)
                self._rows.delete(number)
                self._retired += 1
                self._history.append(before.id, "retired", self._author, before=before, pack=self._name)

    def _change(self, number: int, fact: Fact, position: int, *, reworded: bool) -> None:
        before = stored_fact(self._db, number)
        after = replace(fact, id=before.id)
        self._rows.update(number, after, position, content_of(fact), reworded=reworded)
        self._changed += 1
        self._history.append(before.id, "changed", self._author, before=before, after=after)

    def _reworded(self, gone: list[int]) -> dict[int, int]:
        """Number of a fact that is gone -> number of the one that says it now."""
        if not self._come or max(len(gone), len(self._come)) > MOST:
            return {}
        facts = [(number, stored_fact(self._db, number)) for number in gone]
        before = {number: _words(fact) for number, fact in facts if fact.id.startswith(DERIVED)}
        return pair(before, {number: _words(fact) for number, fact in self._come.items()})


def _words(fact: Fact) -> str:
    return " ".join((*fact.questions, fact.answer))


def pack_number(connection: sqlite3.Connection, scope: int, name: str) -> int:
    """The pack of a scope with this name, made if there is none."""
    insert = "INSERT OR IGNORE INTO packs (scope, name, imported_at) VALUES (?, ?, ?)"
    connection.execute(insert, (scope, name, now()))
    query = "SELECT number FROM packs WHERE scope = ? AND name = ?"
    return int(connection.execute(query, (scope, name)).fetchone()[0])
