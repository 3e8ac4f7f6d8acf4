"""A sign of life for what takes long, on a terminal only."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@contextmanager
def counting(what: str, total: int | None = None) -> Iterator[Callable[[], None]]:
    """A function to call once for each thing done. total: how many there will be, if known."""
    if not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=total)
        every = 1000 if total is None else max(1, total // 100)
        done = 0

        def step() -> None:
            nonlocal done
            done += 1
            if done % every == 0:
                bar.update(task, completed=done)

        yield step
