"""A change as somebody means it, before it is tried, proposed or made."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from typing import Any, Final, Literal, Self, get_args

from bot.errors import FactbotError
from bot.facts import Fact, Source, content_id
from bot.importers.assembly import ANSWER_LIMIT, PHRASING_LIMIT, PHRASINGS_LIMIT
from bot.importers.tidying import one_line, paragraphs
from bot.store.rows import content_of

What = Literal["add", "edit", "remove", "hide", "show", "move", "undo"]

LONGEST_LINE: Final = 5_000
"""Characters of a topic, a title, an address. The other limits are those of a document: what was imported can be
changed."""
NOWHERE: Final = Source("")
"""Of a draft whose source is not told yet."""
_NO_TEXT: Final = re.compile(r"[\0\ud800-\udfff]")
_LINES: Final = ("topic", "locator", "anchor", "as_of")


class DraftError(FactbotError):
    """A field of a draft cannot be used. field: its name in Draft, or "source"."""

    def __init__(self, field: str, message: str) -> None:
        self.field = field
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class Draft:
    """A fact as somebody writes it; text need not be tidy. The fields are those of Fact.

    A draft without questions is a passage. The source must say where the fact stands, by a title or an address.
    """

    questions: tuple[str, ...]
    answer: str
    topic: str = ""
    source: Source = NOWHERE
    locator: str = ""
    quote: str = ""
    anchor: str = ""
    as_of: str = ""
    review_by: str = ""

    def fact(self, key: str = "") -> Fact:
        """The fact that is meant, with the id `key`, else one made of its content. Raises DraftError."""
        tidy = self._tidy()
        tidy.check()
        own = content_id(
            *(tidy.questions, tidy.answer, tidy.topic, tidy.source, tidy.locator, tidy.quote),
            *(tidy.as_of, tidy.review_by),
        )
        values = {field.name: getattr(tidy, field.name) for field in fields(tidy)}
        return Fact(id=key or own, **values)

    def check(self) -> None:
        """Raise DraftError for the first field that cannot be used."""
        if not self.answer.strip():
            raise DraftError("answer", "the answer is empty")
        if not self.source.title:
            raise DraftError("source", "say where this stands: the title or the address of a source")
        if len(self.questions) > PHRASINGS_LIMIT:
            raise DraftError("questions", f"these are {len(self.questions)} phrasings; {PHRASINGS_LIMIT} are the most")
        lengths = {"answer": ANSWER_LIMIT, "quote": ANSWER_LIMIT, **dict.fromkeys(_LINES, LONGEST_LINE)}
        texts = [("questions", one, PHRASING_LIMIT) for one in self.questions]
        texts += [(name, getattr(self, name), longest) for name, longest in lengths.items()]
        texts += [("source", getattr(self.source, field.name), LONGEST_LINE) for field in fields(self.source)]
        for name, text, longest in texts:
            if len(text) > longest:
                raise DraftError(name, f"the {_called(name)} has {len(text)} characters; {longest} are the most")
            if found := _NO_TEXT.search(text):
                raise DraftError(name, f"the {_called(name)} holds U+{ord(found[0]):04X}, which is no character")
        if self.review_by and not _is_date(self.review_by):
            raise DraftError("review_by", f'"{self.review_by}" is no date such as 2026-01-31')

    def _tidy(self) -> Self:
        lines = {name: one_line(getattr(self, name)) for name in (*_LINES, "quote", "review_by")}
        source = Source(*(one_line(getattr(self.source, field.name)) for field in fields(self.source)))
        return replace(
            self,
            questions=tuple(dict.fromkeys(filter(None, map(one_line, self.questions)))),
            answer=paragraphs(self.answer),
            source=replace(source, title=source.title or source.url),
            **lines,
        )


@dataclass(frozen=True, slots=True)
class Change:
    """What somebody would have otherwise; made by the functions below.

    fact:  the handle of the fact; "" for add and undo.     draft: for add and edit.     topic: for move.
    number: for undo, of a change in the history.     why: the reason, for the history.
    seen:  what the person saw of the fact (see `stamp`), None not to ask.     id: for add, an id its author gives.
    """

    what: What
    fact: str = ""
    draft: Draft | None = None
    topic: str = ""
    number: int = 0
    seen: str | None = None
    why: str = ""
    id: str = ""

    def to_json(self) -> dict[str, Any]:
        """The change as a JSON object, to be kept."""
        stored = {name: value for name, value in asdict(self).items() if value not in ("", 0, None)}
        if self.draft:
            stored["draft"]["questions"] = list(self.draft.questions)
        return stored

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Self:
        """The change that `to_json` wrote. Raises ValueError for a kind that this program does not know."""
        if stored.get("what") not in get_args(What):
            raise ValueError(f"{stored.get('what')!r} is no kind of change")
        values = dict(stored)
        if draft := values.get("draft"):
            source = Source(**draft["source"])
            values["draft"] = Draft(**{**draft, "source": source, "questions": tuple(draft["questions"])})
        return cls(**values)


def stamp(fact: Fact) -> str:
    """What a fact says, as a short hash: goes out with a form, and comes back as `seen`."""
    return content_of(fact)


def draft_of(fact: Fact) -> Draft:
    """The draft that a form for changing the fact starts with."""
    return Draft(**{field.name: getattr(fact, field.name) for field in fields(Draft)})


def add(draft: Draft, why: str = "", *, key: str = "") -> Change:
    """A new fact. key: its id, where its author gives one."""
    return Change("add", draft=draft, why=why, id=key)


def edit(handle: str, draft: Draft, seen: str | None = None, why: str = "") -> Change:
    """A fact said otherwise; a shared one, in a server, gets the server's own in its place."""
    return Change("edit", handle, draft, seen=seen, why=why)


def remove(handle: str, seen: str | None = None, why: str = "") -> Change:
    """A fact of the scope's own taken out."""
    return Change("remove", handle, seen=seen, why=why)


def hide(handle: str, why: str = "") -> Change:
    """A shared fact that shall not answer in this server."""
    return Change("hide", handle, why=why)


def show(handle: str, why: str = "") -> Change:
    """A shared fact that shall answer again."""
    return Change("show", handle, why=why)


def move(handle: str, topic: str, why: str = "") -> Change:
    """A fact put under another topic."""
    return Change("move", handle, topic=topic, why=why)


def undo(number: int, why: str = "") -> Change:
    """A change of the history taken back."""
    return Change("undo", number=number, why=why)


def _called(name: str) -> str:
    return {"questions": "question", "as_of": "date", "review_by": "date"}.get(name, name)


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
