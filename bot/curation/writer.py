"""The one thread that writes: whoever lives on an event loop hands it work, in order."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Self, TypeVar

from bot.curation.desk import Curation

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future
    from pathlib import Path

    from bot.lexicon import Lexicon
    from bot.vectors import Embeds

Result = TypeVar("Result")


class Writer:
    """A Curation on a thread of its own. May be used from any thread.

    Work that was begun is finished, and committed, even when nobody waits for it any more; work that was not begun is
    done or cancelled as a whole.
    """

    def __init__(
        self, path: Path, *, busy_seconds: float = 5.0, lexicon: Lexicon | None = None, embedder: Embeds | None = None
    ) -> None:
        """Raises TableError, as Curation does."""
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="curation")
        try:
            opening = self._thread.submit(
                lambda: Curation(path, busy_seconds=busy_seconds, lexicon=lexicon, embedder=embedder)
            )
            self._curation = opening.result()
        except BaseException:
            self._thread.shutdown()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def begin(self, work: Callable[[Curation], Result]) -> Future[Result]:
        """Have it done; the future holds what it returns or raises."""
        return self._thread.submit(work, self._curation)

    def do(self, work: Callable[[Curation], Result]) -> Result:
        """Have it done, and wait."""
        return self.begin(work).result()

    def close(self) -> None:
        """Finish what was handed over, and close the table."""
        self._thread.submit(self._curation.close)
        self._thread.shutdown()
