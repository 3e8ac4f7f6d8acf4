r"""Fact Markdown: facts as moderators write them in a text editor, read and written.

    ---
    title: Server handbook              what the document is: title, publisher, author, published, url, digest
    ---

    # Roles                             the topic of the facts below; a lone "#" ends it

    ## How do I change my role colour?  the question; a lone "##" opens a passage, which has no question
    - role colours                      other phrasings: the list right under the question, up to its first blank line
    - where do I set my colour

    Open Settings → Roles.              the answer: all the rest, as Markdown, with its own lists, "###" and fences

    Where: page 4                       the last lines, in any order and all optional: Where, Quote, Id, As of,
    As of: March 2024                   Review by, Checked, Anchor, Source; with Source, the lines Publisher, Author,
    Source: Another document            Published, Link and Digest describe that document

A backslash before a line of the answer makes text of what would be structure: "\## not a question".
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.errors import DocumentError
from bot.facts import Fact, Source, content_id
from bot.importers import fact_key_lines, fact_markup, front_matter
from bot.importers.assembly import Draft, assemble
from bot.importers.defaults import Defaults
from bot.importers.lines import NumberedLine, numbered


@dataclass(slots=True)
class _Section:
    """A question's heading and the lines below it."""

    line: int
    question: str
    topic: str
    body: list[fact_markup.MarkedLine]


def read(lines: Iterable[str], name: str, defaults: Defaults) -> Iterator[Fact]:
    """The facts of a document, one at a time and in its order.

    lines: an open text file, lines in any other form, or the whole text.
    name:  the document as the person named it; stands in errors, and is the title where none is given.

    Raises DocumentError at the first line that cannot be read as it stands.
    """
    given, body = front_matter.split(numbered(lines), name)
    source = defaults.source(name, given)
    yield from assemble((_draft(section, source, name) for section in _sections(body, name)), name)


def write(facts: Iterable[Fact]) -> Iterator[str]:
    """The text of a document that reads back as these facts, piece by piece; nothing for no facts.

    The facts keep their order. The most frequent source is the document's own.
    """
    kept = list(facts)
    if not kept:
        return
    # sources that differ in their digest alone are equal, and yet are two things to write
    ((source, _), _), *_ = Counter((fact.source, fact.source.digest) for fact in kept).most_common(1)
    yield front_matter.write(source)
    topic = ""
    for fact in kept:
        if fact.topic != topic:
            yield f"\n# {fact.topic}".rstrip() + "\n"
            topic = fact.topic
        yield from _written(fact, source)


def _sections(lines: Iterable[NumberedLine], name: str) -> Iterator[_Section]:
    topic = ""
    section: _Section | None = None
    for line in fact_markup.marked(lines, name):
        heading = None if line.fenced else fact_markup.heading(line.text)
        if heading:
            if section:
                yield section
            topic = heading.text if heading.opens_topic else topic
            section = None if heading.opens_topic else _Section(line.number, heading.text, topic, [])
            continue
        question = None if line.fenced else fact_markup.glued_heading(line.text)
        if question:
            raise DocumentError(name, line.number, f'a space is missing after "##": write "## {question}"')
        if section:
            section.body.append(line)
        elif line.text:
            problem = 'this text belongs to no question: put a heading "## Question" above it'
            raise DocumentError(name, line.number, problem)
    if section:
        yield section


def _draft(section: _Section, source: Source, name: str) -> Draft:
    text, keys = fact_key_lines.split(section.body, name)
    phrasings, text = _phrasings(text) if section.question else ([], text)
    answer = "\n".join(line.text if line.fenced else fact_markup.unescaped(line.text) for line in text)
    if not answer.strip():
        raise DocumentError(name, section.line, _missing_answer(section, phrasings))
    given = {field: keys[key].text for key, field in fact_markup.SOURCE_KEYS.items() if key in keys}
    if given and "title" not in given:
        key = next(key for key in fact_markup.SOURCE_KEYS if key in keys)
        problem = f'"{key.capitalize()}:" describes the document named by "Source:", and that line is missing'
        raise DocumentError(name, keys[key].number, problem)
    return Draft(
        line=section.line,
        questions=(NumberedLine(section.line, section.question), *phrasings) if section.question else (),
        answer=answer,
        source=Source(**given) if given else source,
        topic=section.topic,
        **{field: keys[key].text for key, field in fact_markup.FACT_KEYS.items() if key in keys},
    )


def _missing_answer(section: _Section, phrasings: list[NumberedLine]) -> str:
    if not section.question:
        return 'the passage under this lone "##" has no text'
    if phrasings:
        return "the question has other phrasings but no answer: write it below their list, after a blank line"
    return "the question has no answer: write it below"


def _phrasings(body: Sequence[fact_markup.MarkedLine]) -> tuple[list[NumberedLine], Sequence[fact_markup.MarkedLine]]:
    """The list right under the heading, and the lines after it."""
    start = next((index for index, line in enumerate(body) if line.text), len(body))
    phrasings: list[NumberedLine] = []
    for index, line in enumerate(body[start:], start):
        item = None if line.fenced else fact_markup.bullet(line.text)
        if item is not None:
            phrasings.append(NumberedLine(line.number, item))
        elif phrasings and line.text[:1].isspace() and not line.fenced:
            phrasings[-1] = NumberedLine(phrasings[-1].number, f"{phrasings[-1].text} {line.text}")
        else:
            return phrasings, body[index:]
    return phrasings, []


def _written(fact: Fact, document: Source) -> Iterator[str]:
    title, *others = fact.questions or ("",)
    yield f"\n## {title}".rstrip() + "\n"
    yield from (f"- {question}\n" for question in others)
    under_heading = bool(fact.questions) and not others
    yield f"\n{fact_markup.escaped(fact.answer, under_heading=under_heading)}\n"
    keys = {key: getattr(fact, name) for key, name in fact_markup.FACT_KEYS.items()}
    source = fact.source
    content = (fact.locator, fact.quote, fact.as_of, fact.review_by)
    if fact.id == content_id(fact.questions, fact.answer, fact.topic, source, *content):
        keys["id"] = ""
    if (source, source.digest) != (document, document.digest):
        keys |= {key: getattr(source, name) for key, name in fact_markup.SOURCE_KEYS.items()}
    key_lines = [f"{key.capitalize()}: {value}\n" for key, value in keys.items() if value]
    if key_lines:
        yield "\n" + "".join(key_lines)
