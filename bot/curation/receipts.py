"""Notes which message of ours showed which fact, so that a correction finds it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.store.receipts import Receipt, Receipts
from bot.store.tallies import Tallies

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bot.curation.ground import Ground

__all__ = ["Receipt", "ReceiptDesk"]


class ReceiptDesk:
    """The receipts of every server."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    def note(self, receipts: Iterable[Receipt], outcomes: Mapping[tuple[int, str], int] | None = None) -> None:
        """Keep receipts and how often what came of questions, all or none. Those of a busy minute are best noted
        together.

        outcomes: how often, by server and by "found", "suggestions" or "unknown": for the digest, without names.
        """
        with self._ground.writing() as connection:
            for receipt in receipts:
                Receipts(connection, receipt.scope).add(receipt)
            for (scope, outcome), count in (outcomes or {}).items():
                Tallies(connection, scope).add(outcome, count=count)

    def of(self, scope: int, message: int) -> tuple[Receipt, ...]:
        """What a message of ours showed; empty for another, and for one that was forgotten."""
        return tuple(Receipts(self._ground.connection, scope).of_message(message))
