"""Embeddings as values: what makes them, and all of a table's together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
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

    facts:   (rows,) the number of the fact that each belongs to.
    answers: (rows,) whether it is the answer's, not a phrasing's.
    matrix:  (rows, dimensions), unit vectors.
    """

    facts: NDArray[np.int64]
    answers: NDArray[np.bool_]
    matrix: NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.facts)
