"""The fitted numbers: what each feature weighs, read from model.json."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from bot.matching.confidence import INPUTS
from bot.matching.features.names import FEATURES

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class Model:
    """ranking: a weight for each of FEATURES, in their order. confidence: one for each of INPUTS. intercept: theirs."""

    ranking: tuple[float, ...]
    confidence: tuple[float, ...]
    intercept: float

    @classmethod
    def from_json(cls, data: Mapping[str, Mapping[str, float]]) -> Model:
        """The model that `to_json` wrote. A feature it does not name weighs nothing."""
        ranking, confidence = data["ranking"], data["confidence"]
        return cls(
            tuple(ranking.get(name, 0.0) for name in FEATURES),
            tuple(confidence.get(name, 0.0) for name in INPUTS),
            confidence["intercept"],
        )

    def to_json(self) -> dict[str, dict[str, float]]:
        """Names and weights, for a person to read; those that weigh nothing are left out."""
        ranking, confidence = (
            {name: short for name, weight in zip(names, weights, strict=True) if (short := round(weight, 4))}
            for names, weights in ((FEATURES, self.ranking), (INPUTS, self.confidence))
        )
        return {"ranking": ranking, "confidence": {"intercept": round(self.intercept, 4), **confidence}}


@cache
def shipped(*, semantic: bool = False) -> Model:
    """The model that ships. semantic: the one for tables with embeddings."""
    name = "model_semantic.json" if semantic else "model.json"
    return Model.from_json(json.loads(Path(__file__).with_name(name).read_text(encoding="utf-8")))
