"""Drafts become facts: text tidied, limits held, ids given, and nothing said twice."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import PurePath

from bot.errors import DocumentError
from bot.facts import Fact, Source, content_id
from bot.importers.first_seen import FirstSeen
from bot.importers.lines import NumberedLine
from bot.importers.tidying import one_line, paragraphs

ANSWER_LIMIT = 20_000
PHRASING_LIMIT = 5_000
PHRASINGS_LIMIT = 1_000


class EmptyDocumentError(DocumentError):
    """A document in which there is nothing to answer with."""


_NO_TEXT = re.compile(r"[\0\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Draft:
    """A fact as a document gives it: text not yet tidied, "" where nothing is given.

    line:      where the fact starts; also the locator of a fact that gives none and is the file's own ("line 12").
    questions: each with the line it stands on.
    place:     the locator of a fact that was made from a document, which knows nothing of facts. Then no place, date or
               author that is corrected in the document renames it. "" for a fact that its author wrote as one.
    """

    line: int
    questions: tuple[NumberedLine, ...]
    answer: str
    source: Source
    topic: str = ""
    locator: str = ""
    quote: str = ""
    id: str = ""
    anchor: str = ""
    as_of: str = ""
    review_by: str = ""
    checked: str = ""
    place: str = ""


def assemble(drafts: Iterable[Draft], name: str) -> Iterator[Fact]:
    """The facts of one document, in its order. A fact given again, word for word, is left out.

    A fact without an id gets the content id of what the document says, so that text moving to another line
    does not rename it. A phrasing given twice in one fact counts once.

    Raises DocumentError, which names the document as `name`: for a draft with an empty answer or question, with text
    that cannot be stored, or beyond a limit; for an id with two contents; and for a document without any fact.
    """
    empty = True
    file = one_line(PurePath(name).name)
    with FirstSeen() as seen:
        for draft in drafts:
            empty = False
            tidied = _tidied(draft)
            _check(tidied, name)
            content = _content(tidied)
            fact = _fact(tidied, tidied.id or content, file)
            if _is_new(tidied, fact, content, seen, name):
                yield fact
    if empty:
        raise EmptyDocumentError(name, None, "there are no facts in it")


def _tidied_source(source: Source) -> Source:
    return _tidied_fields(source.title, source.publisher, source.author, source.published, source.url, source.digest)


@lru_cache(maxsize=256)
def _tidied_fields(*fields: str) -> Source:
    """Kept for a while: thousands of facts may come from one source."""
    return Source(*map(one_line, fields))


def _tidied(draft: Draft) -> Draft:
    questions: dict[str, int] = {}
    for number, question in draft.questions:
        questions.setdefault(one_line(question), number)
    return replace(
        draft,
        questions=tuple(NumberedLine(number, text) for text, number in questions.items()),
        answer=paragraphs(draft.answer),
        source=_tidied_source(draft.source),
        topic=one_line(draft.topic),
        locator=one_line(draft.locator),
        quote=one_line(draft.quote),
        id=one_line(draft.id),
        anchor=one_line(draft.anchor),
        as_of=one_line(draft.as_of),
        review_by=one_line(draft.review_by),
        checked=one_line(draft.checked),
        place=one_line(draft.place),
    )


def _check(draft: Draft, name: str) -> None:
    if not draft.answer:
        raise DocumentError(name, draft.line, "the answer is empty")
    if len(draft.questions) > PHRASINGS_LIMIT:
        problem = f"the fact has {len(draft.questions):,} phrasings, and at most {PHRASINGS_LIMIT:,} are allowed"
        raise DocumentError(name, draft.line, problem)
    for number, question in draft.questions:
        if not question:
            raise DocumentError(name, number, "a question is empty")
        _check_text("question", question, PHRASING_LIMIT, number, name)
    _check_text("answer", draft.answer, ANSWER_LIMIT, draft.line, name)
    _check_text("quote", draft.quote, ANSWER_LIMIT, draft.line, name)
    for field in ("topic", "locator", "id", "anchor", "as_of", "review_by", "checked"):
        _check_text(field, getattr(draft, field), None, draft.line, name)
    for field in ("title", "publisher", "author", "published", "url", "digest"):
        _check_text(field, getattr(draft.source, field), None, draft.line, name)


def _check_text(field: str, text: str, limit: int | None, line: int, name: str) -> None:
    if limit is not None and len(text) > limit:
        problem = f"the {field} has {len(text):,} characters, and at most {limit:,} are allowed"
        raise DocumentError(name, line, problem)
    if found := _NO_TEXT.search(text):
        problem = f"the {field} holds U+{ord(found[0]):04X}, which is no character: remove it"
        raise DocumentError(name, line, problem)


def _content(draft: Draft) -> str:
    questions = tuple(question for _, question in draft.questions)
    if draft.place:
        source = Source(draft.source.title, url=draft.source.url)
        return content_id(questions, draft.answer, draft.topic, source, "", "")
    fields = (draft.locator, draft.quote, draft.as_of, draft.review_by)
    return content_id(questions, draft.answer, draft.topic, draft.source, *fields)


def _fact(draft: Draft, key: str, file: str) -> Fact:
    """A line is a place in the file itself, not in another document that the file tells of."""
    line = f"line {draft.line}" if draft.source.title == file else ""
    return Fact(
        id=key,
        questions=tuple(question for _, question in draft.questions),
        answer=draft.answer,
        source=draft.source,
        topic=draft.topic,
        locator=draft.locator or draft.place or line,
        quote=draft.quote,
        anchor=draft.anchor,
        as_of=draft.as_of,
        review_by=draft.review_by,
        checked=draft.checked,
    )


def _is_new(draft: Draft, fact: Fact, content: str, seen: FirstSeen, name: str) -> bool:
    """False for a fact that an earlier one equals; the line number that stands in for a locator does not count."""
    same_id = seen.earlier(f"id\n{fact.id}", draft.line, content)
    if same_id and same_id.note == content:
        return False
    if same_id:
        problem = f'the id "{fact.id}" already names another fact, on line {same_id.line}'
        raise DocumentError(name, draft.line, problem)
    return True
