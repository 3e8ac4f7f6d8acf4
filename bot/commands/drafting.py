"""A fact written at the terminal: from options, or in a text editor as fact Markdown."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, Literal, TypedDict, TypeVar

import click

from bot.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.curation.changes import Draft
    from bot.facts import Fact

    Command = TypeVar("Command", bound=Callable[..., Any])


class Given(TypedDict):
    """What these options were given, by their names."""

    questions: tuple[str, ...]
    answer: str | None
    topic: str | None
    title: str | None
    url: str | None
    publisher: str | None
    author: str | None
    published: str | None
    locator: str | None
    quote: str | None
    as_of: str | None
    review_by: str | None


DOCUMENT = "draft.md"
"""How errors call what was written in the editor."""
TEMPLATE = """---
title: {title}
url:
---

{topic}## {question}
{phrasings}
{answer}
"""
_FIELDS: Final[tuple[Literal["answer", "topic", "locator", "quote", "as_of", "review_by"], ...]] = (
    *("answer", "topic", "locator"),
    *("quote", "as_of", "review_by"),
)
_SOURCE: Final[tuple[Literal["title", "publisher", "author", "published", "url"], ...]] = (
    *("title", "publisher", "author"),
    *("published", "url"),
)

OPTIONS = (
    click.option(
        "--question",
        "questions",
        multiple=True,
        help="A phrasing, the first is the title; repeat for more. They replace those there are.",
    ),
    click.option("--answer", default=None, help="The answer, as Markdown. Without it, $EDITOR opens."),
    click.option("--topic", default=None, help="The topic that it is listed under."),
    click.option("--title", default=None, help="Title of the source."),
    click.option("--url", default=None, help="Address of the source; stands for the title where that is missing."),
    click.option("--publisher", default=None, help="Publisher of the source."),
    click.option("--author", default=None, help="Author of the source."),
    click.option("--published", default=None, help="Date of the source, as the source gives it."),
    click.option("--where", "locator", default=None, help='Where in the source, such as "page 4".'),
    click.option("--quote", default=None, help="The passage as it stands in the source."),
    click.option("--as-of", default=None, help="The date that the answer is true as of."),
    click.option("--review-by", default=None, help="The date by which to look at it again, such as 2026-01-31."),
)


def draft_options(command: Command) -> Command:
    """The options that a fact is written with."""
    for option in reversed(OPTIONS):
        command = option(command)
    return command


def is_written(given: Given) -> bool:
    """Whether any of the options was given."""
    return any(value is not None and value != () for value in given.values())


def draft_from(given: Given, before: Draft | None = None) -> Draft:
    """The draft that the options make, of an earlier one where there is one."""
    from bot.curation.changes import Draft

    draft = before or Draft((), "")
    told = {name: text for name in _SOURCE if (text := given[name]) is not None}
    changed = {name: text for name in _FIELDS if (text := given[name]) is not None}
    source = replace(draft.source, **told)
    return replace(draft, questions=given["questions"] or draft.questions, source=source, **changed)


def edited(fact: Fact) -> Draft:
    """The fact as it comes out of the editor. Raises SettingsError when nothing was written there."""
    from bot.importers import fact_markdown

    return _read("".join(fact_markdown.write([fact])))


def written(question: str = "", phrasings: tuple[str, ...] = (), topic: str = "", title: str = "") -> Draft:
    """A new fact as it comes out of the editor, where what is known of it stands already."""
    return _read(
        TEMPLATE.format(
            title=title,
            topic=f"# {topic}\n\n" if topic else "",
            question=question,
            phrasings="".join(f"- {one}\n" for one in phrasings),
            answer="",
        )
    )


def _read(text: str) -> Draft:
    from bot.curation.changes import NOWHERE, draft_of
    from bot.importers import Defaults, fact_markdown

    saved = click.edit(text, extension=".md")
    if saved is None or saved == text:
        raise SettingsError("nothing was saved in the editor, so nothing was changed")
    fact, *others = fact_markdown.read(saved, DOCUMENT, Defaults())
    if others:
        raise SettingsError("these are several facts; `factbot import FILE` takes a file of them")
    draft = draft_of(fact)
    return replace(draft, source=NOWHERE, locator="") if draft.source.title == DOCUMENT else draft
