"""Labelled questions as the ranker sees them: for each, the candidates' features and which of them is right."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from bot.answering import CANDIDATES
from bot.evaluation import labelled
from bot.importers import Defaults, read
from bot.lexicon import english
from bot.matching.features import FEATURES, Comparer
from bot.matching.question import Reader
from bot.store.reading import FactTable
from bot.store.writing import FactStore

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

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


def load_set(folder: Path, step: Callable[[], None] = lambda: None) -> LabelledSet:
    """The set in a folder: facts.jsonl or facts.md, and questions.jsonl. Raises DocumentError for what cannot be read.

    step is called once a question.
    """
    facts = next((path for path in (folder / "facts.jsonl", folder / "facts.md") if path.is_file()), folder / "facts.jsonl")
    questions = next(
        (path for path in (folder / "questions.jsonl", folder / "queries.jsonl") if path.is_file()),
        folder / "questions.jsonl",
    )
    with tempfile.TemporaryDirectory() as temporary:
        path = Path(temporary) / "facts.db"
        with FactStore(path) as store:
            store.replace_pack(folder.name, read(facts, Defaults()))
        with FactTable(path) as table:
            return LabelledSet(folder.name, tuple(_examples(table, questions, step)))


def _examples(table: FactTable, questions: Path, step: Callable[[], None]) -> list[Example]:
    snapshot, lexicon = table.snapshot(), english()
    reader = Reader(snapshot, lexicon)
    ids: dict[int, str] = {}
    examples = []
    for known in labelled.read(questions):
        question = reader.read(known.query)
        entries = snapshot.candidates(question.wanted(), CANDIDATES) if question.terms else []
        question.weights.load({word for entry in entries for row in entry.rows for word in row.words})
        comparer = Comparer(question, lexicon) if entries else None
        rows = [comparer.features(entry) for entry in entries] if comparer else []
        unknown = [entry.number for entry in entries if entry.number not in ids]
        ids |= {number: fact.id for number, fact in table.facts_by_number(unknown).items()}
        names = [ids[entry.number] for entry in entries]
        examples.append(
            Example(
                question=question,
                features=np.array(rows, np.float64).reshape(len(rows), len(FEATURES)),
                right=names.index(known.fact_id) if known.fact_id in names else None,
                answerable=known.fact_id is not None,
            )
        )
        step()
    return examples
