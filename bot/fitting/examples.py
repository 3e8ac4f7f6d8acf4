"""Labelled questions as the ranker sees them: for each, the candidates' features and which of them is right."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from bot.evaluation import labelled
from bot.importers import Defaults, read
from bot.lexicon import english
from bot.matching.features.names import FEATURES
from bot.matching.ranking import compare
from bot.searching import Searcher
from bot.store.reading import FactTable
from bot.store.writing import FactStore

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from numpy.typing import NDArray

    from bot.embedding import Embedder
    from bot.evaluation.labelled import Labelled
    from bot.facts import Fact
    from bot.matching.question import Question


SHORT_DOCUMENT: Final = 8
"""Passages below which a document is joined with the next."""
LEFT_OUT: Final = 5
"""One passage of so many is left out of a document that is asked alone."""


@dataclass(frozen=True)
class Example:
    """One labelled question.

    features:   (candidates, len(FEATURES)).
    right:      the row of the right fact, None when it is not among the candidates or no fact answers.
    answerable: whether some fact answers.
    """

    question: Question
    features: NDArray[np.float64]
    right: int | None
    answerable: bool


@dataclass(frozen=True)
class LabelledSet:
    """The examples of one fact table."""

    name: str
    examples: tuple[Example, ...]


def load_sets(
    folder: Path, embedder: Embedder | None = None, step: Callable[[], None] = lambda: None
) -> list[LabelledSet]:
    """The set in a folder: facts.jsonl or facts.md, and questions.jsonl; of passages, also its documents one by one.

    embedder: makes the facts' embeddings first, to fit a model that goes by meaning too. step is called once a
    question. Raises DocumentError for what cannot be read.
    """
    facts = list(read(_one_of(folder, "facts.jsonl", "facts.md"), Defaults()))
    questions = labelled.read(_one_of(folder, "questions.jsonl", "queries.jsonl"))
    sets = [LabelledSet(folder.name, tuple(_examples(facts, questions, embedder, step)))]
    if not any(fact.questions for fact in facts) and len(documents := _documents(facts)) > 1:
        examples = [
            example
            for document in documents
            for example in _examples(*_one_document(document, questions), embedder, step)
        ]
        sets.append(LabelledSet(f"{folder.name}, by document", tuple(examples)))
    return sets


def _one_of(folder: Path, *names: str) -> Path:
    """The first of these files that there is; the first if there is none."""
    return next((folder / name for name in names if (folder / name).is_file()), folder / names[0])


def _documents(passages: Iterable[Fact]) -> list[list[Fact]]:
    """The passages document by document; short documents that follow each other count as one."""
    documents: list[list[Fact]] = []
    title = None
    for passage in passages:
        if not documents or (passage.source.title != title and len(documents[-1]) >= SHORT_DOCUMENT):
            documents.append([])
        documents[-1].append(passage)
        title = passage.source.title
    return documents


def _one_document(passages: list[Fact], questions: Iterable[Labelled]) -> tuple[list[Fact], list[Labelled]]:
    """A document without every fifth passage, and the questions that it answered while it had them: those that ask
    for what is missing are the nearest misses there are."""
    kept = [passage for place, passage in enumerate(passages) if place % LEFT_OUT != LEFT_OUT // 2]
    whole, ids = {passage.id for passage in passages}, {passage.id for passage in kept}
    asked = [question for question in questions if question.fact_id in whole]
    return kept, [question if question.fact_id in ids else replace(question, fact_id=None) for question in asked]


def _examples(
    facts: Iterable[Fact], questions: Iterable[Labelled], embedder: Embedder | None, step: Callable[[], None]
) -> Iterator[Example]:
    """The questions put to a table of these facts."""
    with tempfile.TemporaryDirectory() as temporary:
        path = Path(temporary) / "facts.db"
        with FactStore(path) as store:
            store.replace_pack("labelled", facts)
            if embedder is not None:
                store.embed(embedder)
        with FactTable(path) as table:
            searcher = Searcher(table, english(), embedder)
            for question in questions:
                if (example := _example(searcher, question, by_meaning=embedder is not None)) is not None:
                    yield example
                step()


def _example(searcher: Searcher, question: Labelled, *, by_meaning: bool) -> Example | None:
    """One question compared with its candidates; None when it cannot be asked by meaning, though it should be."""
    found = searcher.search(question.query)
    if by_meaning and found.meaning is None:
        return None
    rows = [one.features for one in compare(found.question, found.entries, searcher.lexicon, found.meaning)]
    facts = searcher.table.facts_by_number(entry.number for entry in found.entries)
    ids = [facts[entry.number].id for entry in found.entries]
    return Example(
        question=found.question,
        features=np.array(rows, np.float64).reshape(len(rows), len(FEATURES)),
        right=ids.index(question.fact_id) if question.fact_id in ids else None,
        answerable=question.fact_id is not None,
    )
