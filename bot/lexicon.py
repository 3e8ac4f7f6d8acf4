"""General knowledge of words, read from the lists in bot/words/: what says little, what means the same, what is the
opposite. A project's own words come on top."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bot.errors import DocumentError
from bot.text import fold, stem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

NEGATIONS: Final = frozenset(
    stem(word) for word in ("not no never without none neither nor unable unsupported").split()
) | {"不", "没", "沒", "无", "無"}
"""Stems that turn a question round."""

PREFIXES_OF_OPPOSITES: Final = ("un", "dis", "non", "de", "in", "im", "ir", "re", "mis")


@dataclass(frozen=True)
class Lexicon:
    """Relations between stems.

    stop:      stems that say little.
    same:      for a stem, the stems that may stand for it.
    related:   for a stem, the stems of its narrow topic.
    opposites: for a stem, the stems it must never be taken for.
    words:     every stem that is listed anywhere: words that exist, and so are seldom typing errors.
    """

    stop: frozenset[str]
    same: Mapping[str, frozenset[str]]
    related: Mapping[str, frozenset[str]]
    opposites: Mapping[str, frozenset[str]]
    words: frozenset[str]

    def are_opposite(self, one: str, other: str) -> bool:
        """Whether two stems are opposites: listed, or alike but for a prefix (lock, unlock)."""
        if other in self.opposites.get(one, ()):
            return True
        short, long = sorted((one, other), key=len)
        return len(short) > 2 and long.endswith(short) and long[: -len(short)] in PREFIXES_OF_OPPOSITES


def parse(lines: Iterable[str], name: str = "") -> Lexicon:
    """A lexicon from lines as english.txt documents them; a line without a mark lists stop words.

    Raises DocumentError, which names the document as `name`, for a group of fewer than two words.
    """
    stop: set[str] = set()
    groups: dict[str, list[frozenset[str]]] = {"=": [], "~": [], "!": []}
    for number, line in enumerate(lines, 1):
        mark, *rest = fold(line).split() or ["#"]
        if mark.startswith("#"):
            continue
        if mark not in groups:
            stop.update(map(stem, (mark, *rest)))
        elif len(rest) < 2:
            raise DocumentError(name, number, f'"{mark}" stands before two words or more')
        else:
            groups[mark].append(frozenset(map(stem, rest)))
    opposites = _Neighbours(groups["!"], {})
    same = _Neighbours(groups["="], opposites)
    related = _Neighbours(groups["~"], opposites)
    words = frozenset().union(stop, *groups["="], *groups["~"], *groups["!"])
    return Lexicon(frozenset(stop), same, related, opposites, words)


@cache
def english() -> Lexicon:
    """The lists that ship."""
    return parse(_shipped_lines())


def extended(path: Path) -> Lexicon:
    """The lists that ship, and a project's own on top, in the same form.

    Raises DocumentError for what cannot be read.
    """
    try:
        own = path.read_text(encoding="utf-8-sig").splitlines()
    except OSError as error:
        raise DocumentError(str(path), None, f"the word list cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise DocumentError(str(path), None, "the word list is not in UTF-8: save it as UTF-8 text") from error
    parse(own, str(path))
    return parse((*_shipped_lines(), *own))


def _shipped_lines() -> list[str]:
    folder = Path(__file__).parent / "words"
    return [
        line
        for name in ("stop.txt", "english.txt", "families.txt", "topics.txt")
        for line in (folder / name).read_text(encoding="utf-8").splitlines()
    ]


class _Neighbours(Mapping[str, frozenset[str]]):
    """For each word, the words it shares a group with, those it is kept apart from left out.

    Put together when it is first asked for: a question has a dozen of the thousands of words.
    """

    def __init__(self, groups: Iterable[frozenset[str]], apart: Mapping[str, frozenset[str]]) -> None:
        self._apart = apart
        self._groups: dict[str, list[frozenset[str]]] = {}
        for group in groups:
            for word in group:
                self._groups.setdefault(word, []).append(group)
        self._found: dict[str, frozenset[str]] = {}

    def __getitem__(self, word: str) -> frozenset[str]:
        if word not in self._found:
            self._found[word] = frozenset().union(*self._groups[word]) - {word} - self._apart.get(word, frozenset())
        return self._found[word]

    def __iter__(self) -> Iterator[str]:
        return iter(self._groups)

    def __len__(self) -> int:
        return len(self._groups)
