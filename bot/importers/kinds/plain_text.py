"""Plain text: paragraphs, headings and lists as people lay them out with spaces and blank lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median, mode

from bot.facts import Fact
from bot.importers.document import Document
from bot.importers.lines import NumberedLine, numbered
from bot.importers.outline.asking import marked_question
from bot.importers.outline.blocks import Block, Kind, Outline, clean
from bot.importers.outline.facts import facts_of
from bot.importers.outline.furniture import is_furniture
from bot.importers.outline.questions import is_labelled
from bot.importers.outline.wrapping import Wrapping
from bot.importers.tidying import one_line

LONGEST_HEADING = 100
"""Characters."""

_BULLET = re.compile(r"(?:[-*+•‣◦·o]|\(?(?:\d{1,3}|[a-zA-Z]|[ivx]{1,5})[.)])\s+(?=\S)")
_NUMBERED = re.compile(
    r"(?:(?:Chapter|Section|Part|Appendix|Kapitel|Article|Artikel|§)\s+)?"
    r"(?P<number>\d+(?:\.\d+)*|[A-Z]\d*(?:\.\d+)+|[A-Z]\d+)[.):]?\s+\S|(?:Chapter|Appendix|Kapitel)\s+\w+"
)
_LETTERED = re.compile(r"(?:[A-Z]|[IVXL]+)[.)]\s+\S")
_UNDERLINE = re.compile(r"([=\-~^*#\"'])\1{2,}")
_RULE = re.compile(r"[-=_*~#+ ]{3,}")
_FIELD = re.compile(r"(title|author|by|date|published|publisher|url)\s*:\s+(\S.*)", re.IGNORECASE)
_BYLINE = re.compile(r"by\s+((?:[A-ZÀ-Þ][\w.'’-]*\s?){1,5})", re.IGNORECASE)
_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mär|mai|okt|dez"
_DATE = re.compile(
    rf"(?:(?:published|posted|updated|last\supdated|date)\s?(?:on\s|:\s))?"
    rf"((?:\w+,\s)?(?:(?:{_MONTHS})\w*\.?\s\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s\d{{4}})|\d{{1,2}}\.?\s(?:{_MONTHS})\w*\.?\s\d{{4}}"
    rf"|\d{{4}}-\d\d-\d\d|\d{{1,2}}\.\d{{1,2}}\.\d{{4}}))",
    re.IGNORECASE,
)
_SMALL = frozenset("a an the of in on at to for and or but nor with by from as is its vs via der die das und".split())
_PUBLISHED_BY = {"by": "author", "date": "published"}


@dataclass(frozen=True, slots=True)
class _Run:
    """Lines without a blank one among them. indent: of the first, in spaces."""

    lines: Sequence[NumberedLine]
    indent: int

    @property
    def first(self) -> str:
        return self.lines[0].text.strip()


def read(document: Document) -> Iterator[Fact]:
    """The facts of a plain text."""
    return facts_of(document, outline(document.text()))


def outline(text: str) -> Outline:
    """The text taken apart."""
    runs = list(_runs(numbered(text)))
    given, runs = _head(runs)
    wrapping = Wrapping.of(text)
    prose = [run for run in runs if len(run.lines) > 1 or len(run.first) > 40]
    is_prose = bool(prose) and median(sum(len(line.text) for line in run.lines) for run in prose) > 120
    blocks: list[Block] = []
    body = mode([run.indent for run in prose]) if prose else 0
    if "title" in given and runs and given["title"] == one_line(runs[0].first):
        blocks.append(Block(Kind.HEADING, given["title"], level=1, line=runs[0].lines[0].number))
        runs = runs[1:]
    for number, run in enumerate(runs):
        following = runs[number + 1] if number + 1 < len(runs) else None
        blocks += _blocks(run, following, body, wrapping, is_prose=is_prose)
    return Outline(tuple(blocks), given, text)


def _runs(lines: Iterator[NumberedLine]) -> Iterator[_Run]:
    run: list[NumberedLine] = []
    for number, raw in lines:
        text = clean(raw.replace("\f", "")).expandtabs().rstrip()
        if text:
            run.append(NumberedLine(number, text))
        elif run:
            yield _Run(run, _indent(run[0].text))
            run = []
    if run:
        yield _Run(run, _indent(run[0].text))


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip())


def _head(runs: list[_Run]) -> tuple[dict[str, str], list[_Run]]:
    """What the first lines say of the document: its title, fields, a byline, a date."""
    given: dict[str, str] = {}
    rest = list(runs)
    for run in runs[:6]:
        text = run.first
        fields = [_FIELD.fullmatch(line.text.strip()) for line in run.lines]
        if all(fields):
            for found in fields:
                key = found[1].lower()  # type: ignore[index]
                given.setdefault(_PUBLISHED_BY.get(key, key), found[2])  # type: ignore[index]
            rest.remove(run)
        elif len(run.lines) == 1 and (found := _BYLINE.fullmatch(text)):
            given.setdefault("author", found[1])
            rest.remove(run)
        elif len(run.lines) == 1 and (found := _DATE.fullmatch(text)):
            given.setdefault("published", found[1])
            rest.remove(run)
        elif run is runs[0] and _is_title(run, runs):
            given["title"] = one_line(text)
    return given, rest


def _is_title(run: _Run, runs: list[_Run]) -> bool:
    if is_labelled(run.first):
        return False
    single = len(run.lines) == 1 or (
        len(run.lines) == 2 and _UNDERLINE.fullmatch(run.lines[1].text.strip()) is not None
    )
    return single and len(runs) > 1 and len(run.first) <= 120 and not run.first.endswith((".", ":", ",", ";"))


def _blocks(run: _Run, following: _Run | None, body: int, wrapping: Wrapping, *, is_prose: bool) -> Iterator[Block]:
    if all(_RULE.fullmatch(line.text) for line in run.lines):
        return
    level = _heading_level(run, following, body)
    if level:
        yield Block(Kind.HEADING, one_line(run.first), level=level, line=run.lines[0].number)
        if rest := [line for line in run.lines[1:] if not _UNDERLINE.fullmatch(line.text.strip())]:
            yield from _blocks(_Run(rest, _indent(rest[0].text)), following, body, wrapping, is_prose=is_prose)
        return
    if is_prose and len(run.lines) == 1 and _is_caption(run):
        return
    if _is_verbatim(run, body):
        text = "\n".join(
            line.text[run.indent :] if not line.text[: run.indent].strip() else line.text for line in run.lines
        )
        yield Block(Kind.CODE, text, line=run.lines[0].number)
        return
    yield from _paragraphs(run, wrapping)


def _heading_level(run: _Run, following: _Run | None, body: int) -> int:
    """0 for a run that opens no section. body: how far the text is indented."""
    text = run.first
    second = run.lines[1].text.strip() if len(run.lines) > 1 else ""
    if len(text) > LONGEST_HEADING or is_labelled(text) or (following is None and not second):
        return 0
    if _UNDERLINE.fullmatch(second) and len(second) * 2 >= len(text):
        return 1 if second[0] in "=#*" else 2
    if second or following is None or text.endswith((".", ",", ";", ":")):
        return 0
    if found := _NUMBERED.match(text):
        number = found["number"] or "1"
        plain = len(text.split()) <= 14 and (number.count(".") or not text[0].islower())
        return min(1 + number.count("."), 6) if plain and run.indent <= 4 else 0
    return 1 if _LETTERED.match(text) and run.indent < body else _level_by_words(text, following)


def _level_by_words(text: str, following: _Run) -> int:
    """A line that asks, that shouts, or whose words begin with capitals, above a longer text."""
    words = text.split()
    if marked_question(text) and len(words) >= 3:
        return 4
    if text.isupper() and len(text) > 3 and any(len(word) > 2 for word in words):
        return 2
    capital = all(word[:1].isupper() or word.lower() in _SMALL or not word[:1].isalpha() for word in words)
    longer = sum(len(line.text) for line in following.lines) > len(text)
    return 3 if capital and len(words) <= 14 and text[:1].isalpha() and longer and len(text) > 3 else 0


def _is_caption(run: _Run) -> bool:
    """A few words that end no sentence, in a text of whole paragraphs."""
    text = run.first
    return (
        len(text) <= 100
        and len(text.split()) <= 8
        and not text.endswith((".", "!", "?", ":", ";", "”", '"', "。"))
        and not _BULLET.match(text)
    )


def _is_verbatim(run: _Run, body: int) -> bool:
    """Indented beyond the text and no list, or laid out in columns: to be kept line by line."""
    texts = [line.text for line in run.lines]
    columns = sum("   " in text.strip() for text in texts)
    if len(texts) > 1 and columns * 2 > len(texts):
        return True
    deep = all(_indent(text) >= body + 4 for text in texts)
    return deep and not _BULLET.match(run.first) and any(not _reads(text.strip()) for text in texts)


def _reads(text: str) -> bool:
    letters = sum(character.isalpha() or character.isspace() for character in text)
    return letters * 10 >= len(text) * 8


def _paragraphs(run: _Run, wrapping: Wrapping) -> Iterator[Block]:
    """Items of a list each by itself; wrapped lines put together; lines that were not wrapped stand."""
    lines: list[str] = []
    start = 0
    kind = Kind.TEXT
    for number, text in run.lines:
        bare = text.strip()
        item = _BULLET.match(bare) is not None and (not lines or kind is Kind.ITEM or _ends(lines[-1]))
        if lines and (item or is_labelled(bare) or not wrapping.continues(lines[-1])):
            yield from _block(kind, wrapping.joined(lines), start)
            lines, kind = [], Kind.TEXT if not item else kind
        if not lines:
            start, kind = number, Kind.ITEM if item else Kind.TEXT
        lines.append(text)
    yield from _block(kind, wrapping.joined(lines), start)


def _block(kind: Kind, text: str, line: int) -> Iterator[Block]:
    if not is_furniture(text):
        yield Block(kind, text, line=line)


def _ends(line: str) -> bool:
    return line.rstrip().endswith((".", ":", ";", ",", "!", "?", "and", "or"))
