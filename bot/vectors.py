"""Embeddings as values: what makes them, and all of a table's together."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


class Embeds(Protocol):
    """What makes vectors: see embedding.py."""

    @property
    def name(self) -> str:
        """The model and its weights."""

    def embed(self, texts: Sequence[str], *, passages: bool = False) -> NDArray[np.float32]:
        """Unit vectors, a row a text."""


@dataclass(frozen=True)
class Vectors:
    """All vectors of one model.

    facts:   (rows,) the number of the fact that each belongs to, rising.
    answers: (rows,) whether it is the answer's, not a phrasing's.
    matrix:  (rows, dimensions), unit vectors.
    """

    facts: NDArray[np.int64]
    answers: NDArray[np.bool_]
    matrix: NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.facts)

    @cached_property
    def starts(self) -> NDArray[np.intp]:
        """(facts,) where each fact's rows begin."""
        return np.flatnonzero(np.diff(self.facts, prepend=-1))

    @cached_property
    def numbers(self) -> NDArray[np.int64]:
        """(facts,) the facts' numbers."""
        return self.facts[self.starts]

    @cached_property
    def mean(self) -> NDArray[np.float32]:
        """(dimensions,) the mean vector."""
        return np.asarray(self.matrix.mean(axis=0), np.float32)

    def rows_of(self, number: int) -> slice:
        """The rows of a fact; none for one that is not here."""
        first, last = np.searchsorted(self.facts, (number, number + 1))
        return slice(int(first), int(last))
