"""The search index of the site, in files small enough that a browser fetches only those it needs.

    words/….js      which facts have a word: all words that begin with the same letters are in one file
    facts/….js      what a result shows of a fact, fifty facts a file
    search-index.js how many facts there are, and the beginnings of words that have a file

Each file is a script that calls one function, for a page that is opened from a disk may load scripts, and nothing else.
search.js has the other half: whatever is changed in `words` or in a file's form is changed there too.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from bot.site.gathering import Place
from bot.site.wording import excerpt, one_line
from bot.text import UNSPACED

WORDS_FILE: Final = 40_000
"""Characters of a file of words beyond which it is divided by the next letter."""

FACTS_FILE: Final = 50
"""Facts in a file of what results show."""

EXCERPT: Final = 220
LONGEST_WORD: Final = 40

_WORD = re.compile(r"[^\W_]+")
_MARKS = re.compile("[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670]")
_RUN = re.compile(f"[{UNSPACED}]+|[^{UNSPACED}]+")
_UNSPACED_CHARACTER = re.compile(f"[{UNSPACED}]")


def words(text: str) -> list[str]:
    """The words of a text as they are looked up: in lower case, without accents; of scripts that are written without
    spaces, every pair of neighbours."""
    if not text.isascii():
        text = _MARKS.sub("", unicodedata.normalize("NFKD", text))
        text = unicodedata.normalize("NFC", text)
    found: list[str] = []
    for word in _WORD.findall(text.lower().replace("ß", "ss")):
        if word.isascii() or not _UNSPACED_CHARACTER.search(word):
            found.append(word[:LONGEST_WORD])
            continue
        for run in _RUN.findall(word):
            is_pairs = len(run) > 2 and _UNSPACED_CHARACTER.match(run)
            found += [run[i : i + 2] for i in range(len(run) - 1)] if is_pairs else [run[:LONGEST_WORD]]
    return found


def index_files(places: Sequence[Place]) -> Iterator[tuple[str, str]]:
    """The files of the index, each as its path below the index's folder and its text."""
    names = {}
    for number, (start, lines) in enumerate(_divided(_postings(places))):
        names[start] = number
        yield f"words-{number}.js", _call("words", number, lines)
    for number, at in enumerate(range(0, len(places), FACTS_FILE)):
        yield f"facts-{number}.js", _call("facts", number, map(_shown, places[at : at + FACTS_FILE]))
    yield "index.js", f"factbot.index({len(places)}, {FACTS_FILE}, {json.dumps(names, ensure_ascii=True)});\n"


def _postings(places: Sequence[Place]) -> dict[str, list[int]]:
    """Word -> 4 * (number of the fact) + (where the word stands there: 2 title, 1 other phrasings or topic, 0 answer or
    quote); each ascending."""
    found: dict[str, list[int]] = {}
    for number, place in enumerate(places):
        fact = place.fact
        grades = dict.fromkeys(words(f"{fact.answer} {fact.quote}"), 0)
        grades |= dict.fromkeys((word for text in (*fact.questions, fact.topic) for word in words(text)), 1)
        grades |= dict.fromkeys((word for text in fact.questions[:1] for word in words(text)), 2)
        for word, grade in grades.items():
            found.setdefault(word, []).append(4 * number + grade)
    return found


def _divided(postings: Mapping[str, list[int]]) -> Iterator[tuple[str, list[str]]]:
    """The beginning that the words of a file have in common, and its lines; beginnings are never each other's."""
    lines = {word: _line(word, postings[word]) for word in sorted(postings)}

    def divide(start: str, members: list[str]) -> Iterator[tuple[str, list[str]]]:
        if len(members) == 1 or sum(len(lines[word]) for word in members) <= WORDS_FILE:
            yield start, [lines[word] for word in members]
            return
        by_letter: dict[str, list[str]] = {}
        for word in members:
            by_letter.setdefault(word[: len(start) + 1], []).append(word)
        for longer, some in by_letter.items():
            if longer == start:
                # the word that is the beginning of all the others; "$" is in no word
                yield f"{start}$", [lines[start]]
            else:
                yield from divide(longer, some)

    if lines:
        yield from divide("", list(lines))


def _line(word: str, numbers: Sequence[int]) -> str:
    """A word and its numbers, each as the distance from the one before, in base 36."""
    distances = (_base36(number - before) for before, number in zip((0, *numbers), numbers, strict=False))
    return json.dumps(f"{word} {' '.join(distances)}", ensure_ascii=False)


def _shown(place: Place) -> str:
    fact = place.fact
    text = excerpt(fact.answer, EXCERPT)
    title = one_line(fact.title)
    return json.dumps(
        [place.address, title, text, one_line(fact.topic), one_line(fact.source.title)], ensure_ascii=False
    )


def _call(function: str, number: int, lines: Iterator[str] | Sequence[str]) -> str:
    """One item a line, so that a change of one fact is a change of few lines."""
    body = ",\n".join(lines)
    return f"factbot.{function}({number}, [\n{body}\n]);\n"


def _base36(number: int) -> str:
    digits = ""
    while True:
        number, digit = divmod(number, 36)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[digit] + digits
        if not number:
            return digits
