"""Makes a change, inside the caller's transaction: finds what it is about, and sees that it is still what was seen."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.curation.changes import DraftError, draft_of, stamp
from bot.curation.values import ChangedError
from bot.errors import ConflictError, TableError
from bot.facts import HANDLE, SHARED, Fact, digest
from bot.importers.tidying import one_line
from bot.store.editing import FactEditor
from bot.store.listing import FactList

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.curation.changes import Change, Draft
    from bot.store.connection import Connection
    from bot.store.history import Author


@dataclass(frozen=True, slots=True)
class Made:
    """A change that was made. number: in the history. before, after: what is seen of the fact; None where nothing."""

    number: int
    before: Fact | None
    after: Fact | None

    @property
    def key(self) -> str:
        """The id of the fact."""
        fact = self.after or self.before
        return fact.id if fact else ""

    @property
    def texts(self) -> tuple[str, ...]:
        """All words that came or went."""
        facts = [fact for fact in (self.before, self.after) if fact]
        return tuple(text for fact in facts for text in (*fact.questions, fact.answer, fact.topic))


class Maker:
    """Makes changes in one scope."""

    def __init__(self, connection: Connection, scope: int) -> None:
        self._scope = scope
        self._list = FactList(connection, scope)
        self._editor = FactEditor(connection, scope)

    def subject(self, change: Change) -> str:
        """The id of the fact that a change is about; "" for a new one without an id of its own, and for one that is
        gone."""
        if change.what == "undo":
            entry = self._editor.history.entry(change.number)
            return entry.fact if entry else ""
        listed = self._list.get(change.fact) if change.fact else None
        return listed.fact.id if listed else change.id

    def make(self, change: Change, author: Author) -> Made:
        """Make it. Raises TableError when there is no such fact, ChangedError when it is not what was seen any more,
        DraftError for a draft that cannot be used."""
        match change.what:
            case "add":
                return self._add(_drafted(change), change, author)
            case "undo":
                return self._undo(change.number, author)
            case "edit":
                before = self._seen(change)
                return self._put(before, _drafted(change).fact(before.id), author)
            case "move":
                before = self._seen(change)
                return self._put(before, replace(draft_of(before), topic=change.topic).fact(before.id), author)
            case "remove":
                return self._remove(self._seen(change), author)
            case "hide" | "show":
                return self._hide(change, author)

    def _add(self, draft: Draft, change: Change, author: Author) -> Made:
        fact = draft.fact(one_line(change.id))
        there = self._list.get(fact.handle)
        if there is not None and (self._is_own(there.fact) or not change.id):
            raise ChangedError(f'there is a fact "{fact.id}" already', there.fact)
        return Made(self._editor.put(fact, author, seen=""), None, self._now(fact.handle))

    def _put(self, before: Fact, fact: Fact, author: Author) -> Made:
        source = before.source if before.source == fact.source else fact.source
        after = replace(fact, source=source, checked=before.checked, scope=self._scope)
        if stamp(after) == stamp(before) and (after.locator, after.anchor) == (before.locator, before.anchor):
            raise DraftError("answer", "nothing was changed")
        return Made(self._editor.put(after, author), before, self._now(before.handle))

    def _remove(self, fact: Fact, author: Author) -> Made:
        if not self._is_own(fact):
            raise TableError(f'"{fact.title}" is shared by all servers: hide it here instead')
        return Made(self._editor.retire(fact.id, author), fact, self._now(fact.handle))

    def _hide(self, change: Change, author: Author) -> Made:
        listed = self._list.get(change.fact)
        if listed is None:
            raise TableError("there is no such fact here")
        fact, hiding = listed.fact, change.what == "hide"
        if self._scope == SHARED:
            raise TableError("shared facts can be hidden in a server only; remove the fact instead")
        if self._is_own(fact):
            raise TableError(f'"{fact.title}" is this server\'s own fact: remove it instead')
        if listed.hidden == hiding:
            raise TableError(f'"{fact.title}" is {"hidden" if hiding else "shown"} already')
        number = (self._editor.hide if hiding else self._editor.show)(fact, author)
        return Made(number, fact if hiding else None, None if hiding else fact)

    def _undo(self, number: int, author: Author) -> Made:
        entry = self._editor.history.entry(number)
        if entry is None:
            raise TableError(f"there is no change {number} here")
        handle = digest(entry.fact, HANDLE)
        before = self._now(handle)
        with self._told(handle):
            return Made(self._editor.revert(number, author), before, self._now(handle))

    def _seen(self, change: Change) -> Fact:
        """The fact that a change is about, which must be what was seen."""
        listed = self._list.get(change.fact)
        if listed is None:
            if change.seen is None:
                raise TableError("there is no such fact here")
            raise ChangedError("somebody else removed this fact meanwhile", None)
        if change.seen is not None and change.seen != stamp(listed.fact):
            raise ChangedError("somebody else changed this fact meanwhile", listed.fact)
        return listed.fact

    @contextmanager
    def _told(self, handle: str) -> Iterator[None]:
        """What a conflict is with is told too."""
        try:
            yield
        except ConflictError as error:
            raise ChangedError(str(error), self._now(handle)) from error

    def _now(self, handle: str) -> Fact | None:
        listed = self._list.get(handle)
        return listed.fact if listed and not listed.hidden else None

    def _is_own(self, fact: Fact) -> bool:
        return fact.scope == self._scope


def _drafted(change: Change) -> Draft:
    if change.draft is None:
        raise DraftError("answer", "the answer is empty")
    return change.draft
