"""Reads the languages: a key and its values in, a sentence out.

A file is TOML. A sentence names its values in braces; one that counts has a form for each number, "one" and "other":

    [facts]
    one = "{count} fact"
    other = "{count} facts"

Words to recognise stand in lists. English is the language that has every key.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

CODES: Final = ("en", "de", "es", "zh")
"""A file each, named so."""

_LOCALES: Final = {"de": "de", "es-ES": "es", "es-419": "es", "es": "es", "zh-CN": "zh", "zh": "zh"}
"""Discord's locales, and our own codes, where they do not mean English."""


class Language:
    """One language's sentences."""

    def __init__(self, code: str, sentences: Mapping[str, Any]) -> None:
        self.code = code
        self._sentences = sentences

    def __call__(self, key: str, /, **values: object) -> str:
        """The sentence with its values in it. `count` chooses among the forms of one that counts.

        Raises KeyError for a key or a value that is missing: both are held by a test.
        """
        sentence = self._sentences[key]
        if isinstance(sentence, dict):
            sentence = sentence["one" if values["count"] == 1 and "one" in sentence else "other"]
        return str(sentence).format_map(values)

    def words(self, key: str) -> tuple[str, ...]:
        """The list of words under a key."""
        return tuple(self._sentences[key])

    def term(self, table: str, name: str) -> str:
        """What stands for a name in a table of terms; the name itself where the table lacks it."""
        return str(self._sentences[table].get(name, name))

    def listed(self, items: Sequence[str], last: str = "and") -> str:
        """a; a and b; a, b and c. last: "and" or "or"."""
        comma = str(self._sentences["comma"])
        return self(f"list-{last}", first=comma.join(items[:-1]), last=items[-1]) if len(items) > 1 else "".join(items)


def language(locale: str) -> Language:
    """The language for one of Discord's locales; English where there is none of ours."""
    return _read(_LOCALES.get(locale, "en"))


def english() -> Language:
    """The language of the terminal, and of everybody whose own is not here."""
    return _read("en")


def sentences(code: str) -> dict[str, Any]:
    """What stands in a language's file."""
    return tomllib.loads(Path(__file__).with_name(f"{code}.toml").read_text(encoding="utf-8"))


@cache
def _read(code: str) -> Language:
    return Language(code, sentences(code))
