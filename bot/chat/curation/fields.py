"""A fact as the five fields of a form, there and back: a form of Discord's has no room for more.

Three fields hold one thing each; source and details hold named lines, in the language of whoever writes:

    Title: The new plant
    Address: https://…
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from bot.chat.forms import LONGEST
from bot.chat.plain import one_line, units
from bot.curation.changes import Draft
from bot.facts import Source
from bot.languages.catalogue import CODES, Language, language
from bot.links import web_address

SOURCE: Final = ("title", "url", "author", "publisher", "published")
DETAILS: Final = ("locator", "quote", "anchor", "as_of", "review_by", "why")

_LINE: Final = re.compile(r"\s*([^:\uff1a]{1,40}?)\s*[:\uff1a]\s*(.*)")
"""A name, a colon as Europe or China writes it, and a value."""


@dataclass(frozen=True, slots=True)
class FormText:
    """What stands in the fields of the form."""

    questions: str = ""
    answer: str = ""
    source: str = ""
    topic: str = ""
    details: str = ""

    @property
    def fits(self) -> bool:
        """Whether Discord's form has room for all of it."""
        return all(units(text) <= LONGEST for text in (self.questions, self.answer, self.source, self.details))


def written(draft: Draft, say: Language, why: str = "") -> FormText:
    """The fields that say what the draft says, with an empty line for what it does not say."""
    details = {name: str(getattr(draft, name)) for name in DETAILS if name != "why"} | {"why": why}
    return FormText(
        questions="\n".join(draft.questions),
        answer=draft.answer,
        source=_lines({name: str(getattr(draft.source, name)) for name in SOURCE}, say),
        topic=draft.topic,
        details=_lines(details, say),
    )


def read(texts: FormText) -> tuple[Draft, str]:
    """What somebody wrote, and why. A line without a name is the address, if it looks like one, else the title; among
    the details it belongs to the line before it."""
    source = _named(texts.source, SOURCE, lambda line: "url" if web_address(line) else "title")
    details = _named(texts.details, DETAILS, lambda _: "")
    why = details.pop("why", "")
    draft = Draft(
        questions=tuple(filter(None, map(one_line, texts.questions.splitlines()))),
        answer=texts.answer,
        topic=texts.topic,
        source=Source(**{"title": "", **source}),
        **details,
    )
    return draft, why


def _lines(values: Mapping[str, str], say: Language) -> str:
    return "\n".join(f"{say(_key(name))}: {one_line(value)}".strip() for name, value in values.items())


def _named(text: str, names: tuple[str, ...], unnamed: Callable[[str], str]) -> dict[str, str]:
    """The values by name. unnamed: the name for a line that has none, "" for that of the line before it."""
    found: dict[str, str] = {}
    last = names[0]
    for line in filter(None, map(str.strip, text.splitlines())):
        named = _LINE.fullmatch(line)
        name = _names().get(named[1].casefold(), "") if named else ""
        if named and name in names:
            last, value = name, named[2].strip()
            found[name] = value
        else:
            last = unnamed(line) or last
            found[last] = f"{found.get(last, '')} {line}".strip()
    return found


@cache
def _names() -> dict[str, str]:
    """What a line is called, in every language, and what it is."""
    return {language(code)(_key(name)).casefold(): name for code in CODES for name in (*SOURCE, *DETAILS)}


def _key(name: str) -> str:
    return f"field-{name.replace('_', '-')}"
