"""Notes which message of ours showed which fact, so that a correction finds it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.store.receipts import Receipt, Receipts

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.curation.ground import Ground

__all__ = ["Receipt", "ReceiptDesk"]


class ReceiptDesk:
    """The receipts of every server."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    def note(self, receipts: Iterable[Receipt]) -> None:
        """Keep receipts, all or none. Those of a busy minute are best noted together."""
        with self._ground.writing() as connection:
            for receipt in receipts:
                Receipts(connection, receipt.scope).add(receipt)

    def of(self, scope: int, message: int) -> tuple[Receipt, ...]:
        """What a message of ours showed; empty for another, and for one that was forgotten."""
        return tuple(Receipts(self._ground.connection, scope).of_message(message))
