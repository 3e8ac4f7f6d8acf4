"""One fact at a time: added, changed, retired, hidden, put back; each change in the history, none over another's."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.errors import ConflictError, TableError
from bot.facts import SHARED
from bot.store.history import Author, History, now
from bot.store.packs import OWN_PACK, pack_number
from bot.store.rows import FactRows, content_of
from bot.store.stored_facts import stored_fact
from bot.store.version import raise_version

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from bot.facts import Fact
    from bot.store.history import Entry


class FactEditor:
    """Changes facts of one scope, inside the caller's transaction.

    seen: what the editor saw before they changed it, as `content_of` gives it; "" for a fact that must not be there
    yet, None not to ask. When the fact says something else by now, ConflictError is raised.
    """

    def __init__(self, connection: sqlite3.Connection, scope: int) -> None:
        self._db = connection
        self._scope = scope
        self.history = History(connection, scope)

    def current(self, key: str) -> Fact | None:
        """The scope's own fact with this id, or None."""
        found = FactRows(self._db, self._scope).find(key)
        return stored_fact(self._db, found.number) if found else None

    def put(self, fact: Fact, author: Author, *, pack: str = OWN_PACK, seen: str | None = None) -> int:
        """Add the fact, or change the one with its id, which keeps its pack and place; the number of the change.

        In a server, a fact with the id of a shared one stands in its place from now on.
        """
        before = self._unchanged(fact.id, seen)
        content = content_of(fact)
        with _rows(self._db, self._scope) as rows:
            stored = rows.find(fact.id)
            if stored is None:
                number = pack_number(self._db, self._scope, pack)
                query = "SELECT coalesce(max(position), -1) + 1 FROM facts WHERE pack = ?"
                rows.insert(fact, number, self._db.execute(query, (number,)).fetchone()[0], content)
            else:
                rows.update(stored.number, fact, stored.position, content, reworded=bool(stored.reworded))
        what = "changed" if before else "added"
        return self.history.append(fact.id, what, author, before=before, after=replace(fact, scope=self._scope))

    def retire(self, key: str, author: Author, *, seen: str | None = None) -> int:
        """Take the fact out; the number of the change. Raises TableError when the scope has no such fact."""
        before = self._unchanged(key, seen)
        with _rows(self._db, self._scope) as rows:
            stored = rows.find(key)
            if stored is None or before is None:
                raise TableError(f'there is no fact "{key}" to remove')
            rows.delete(stored.number)
            pack = self._db.execute("SELECT name FROM packs WHERE number = ?", (stored.pack,)).fetchone()[0]
        return self.history.append(key, "retired", author, before=before, pack=pack)

    def hide(self, shared: Fact, author: Author) -> int:
        """Keep a shared fact from answering in this server; the number of the change."""
        self._refuse_shared()
        self._db.execute("INSERT OR IGNORE INTO hidden VALUES (?, ?)", (self._scope, shared.id))
        raise_version(self._db)
        return self.history.append(shared.id, "hidden", author, before=shared)

    def show(self, shared: Fact, author: Author) -> int:
        """Let a shared fact that was hidden answer again; the number of the change."""
        self._refuse_shared()
        self._db.execute("DELETE FROM hidden WHERE scope = ? AND id = ?", (self._scope, shared.id))
        raise_version(self._db)
        return self.history.append(shared.id, "shown", author, after=shared)

    def confirm(self, key: str, author: Author, *, review_by: str = "") -> int:
        """Somebody held the fact against its source today; the number of the change. review_by: when to look again."""
        before = self._unchanged(key, None)
        if before is None:
            raise TableError(f'there is no fact "{key}" to check')
        after = replace(before, checked=now()[:10], review_by=review_by or before.review_by)
        with _rows(self._db, self._scope) as rows:
            stored = rows.find(key)
            if stored is not None:
                content = content_of(after)
                rows.move(stored.number, after, stored.position, content, reworded=bool(stored.reworded))
        return self.history.append(key, "checked", author, before=before, after=after)

    def revert(self, number: int, author: Author) -> int:
        """Undo a change: the fact is again what it was before it; the number of the change that this is.

        Raises TableError when there is no such change here, and ConflictError when the fact was changed again since.
        """
        entry = self.history.entry(number)
        if entry is None:
            raise TableError(f"there is no change {number} here")
        if entry.what in {"hidden", "shown"}:
            return self._revert_hiding(entry, author)
        self._refuse_changed(entry)
        why = Author(author.person, author.why or f"undo of {number}")
        if entry.before is None:
            return self.retire(entry.fact, why)
        return self.put(entry.before, why, pack=entry.pack or OWN_PACK)

    def _revert_hiding(self, entry: Entry, author: Author) -> int:
        why = Author(author.person, author.why or f"undo of {entry.number}")
        if entry.what == "hidden" and entry.before is not None:
            return self.show(entry.before, why)
        if entry.after is None:
            raise TableError(f"there is no change {entry.number} here")
        return self.hide(entry.after, why)

    def _refuse_changed(self, entry: Entry) -> None:
        current = self.current(entry.fact)
        if (content_of(current) if current else "") != (content_of(entry.after) if entry.after else ""):
            raise ConflictError(f'the fact "{entry.fact}" was changed again after change {entry.number}')

    def _unchanged(self, key: str, seen: str | None) -> Fact | None:
        """The fact as it stands, which must be what was seen."""
        current = self.current(key)
        if seen is not None and seen != (content_of(current) if current else ""):
            raise ConflictError(f'the fact "{key}" was changed by somebody else meanwhile')
        return current

    def _refuse_shared(self) -> None:
        if self._scope == SHARED:
            raise TableError("shared facts can be hidden in a server only; remove the fact instead")


@contextmanager
def _rows(connection: sqlite3.Connection, scope: int) -> Iterator[FactRows]:
    """FactRows whose index is written, and the table's version raised, when the block ends well."""
    rows = FactRows(connection, scope)
    yield rows
    raise_version(connection)
    rows.close()
