"""Labelled questions as the ranker sees them: for each, the candidates' features and which of them is right."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

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
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    from bot.embedding import Embedder
    from bot.matching.question import Question


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


def load_set(folder: Path, embedder: Embedder | None = None, step: Callable[[], None] = lambda: None) -> LabelledSet:
    """The set in a folder: facts.jsonl or facts.md, and questions.jsonl. Raises DocumentError for what cannot be read.

    embedder: makes the facts' embeddings first, to fit a model that goes by meaning too. step is called once a
    question.
    """
    facts = _one_of(folder, "facts.jsonl", "facts.md")
    questions = _one_of(folder, "questions.jsonl", "queries.jsonl")
    with tempfile.TemporaryDirectory() as temporary:
        path = Path(temporary) / "facts.db"
        with FactStore(path) as store:
            store.replace_pack(folder.name, read(facts, Defaults()))
            if embedder is not None:
                store.embed(embedder)
        with FactTable(path) as table:
            return LabelledSet(folder.name, tuple(_examples(table, embedder, questions, step)))


def _one_of(folder: Path, *names: str) -> Path:
    """The first of these files that there is; the first if there is none."""
    return next((folder / name for name in names if (folder / name).is_file()), folder / names[0])


def _examples(
    table: FactTable, embedder: Embedder | None, questions: Path, step: Callable[[], None]
) -> Iterator[Example]:
    lexicon = english()
    searcher = Searcher(table, lexicon, embedder)
    ids: dict[int, str] = {}
    for known in labelled.read(questions):
        found = searcher.search(known.query)
        if embedder is not None and found.meaning is None:
            step()
            continue
        rows = [one.features for one in compare(found.question, found.entries, lexicon, found.meaning)]
        numbers = [entry.number for entry in found.entries]
        unknown = [number for number in numbers if number not in ids]
        ids |= {number: fact.id for number, fact in table.facts_by_number(unknown).items()}
        names = [ids[number] for number in numbers]
        yield Example(
            question=found.question,
            features=np.array(rows, np.float64).reshape(len(rows), len(FEATURES)),
            right=names.index(known.fact_id) if known.fact_id in names else None,
            answerable=known.fact_id is not None,
        )
        step()
