"""Curation as the doors meet it: one object, one thread, every call a transaction that is committed when it returns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from bot.curation.asking import GapDesk
from bot.curation.drafting import DraftDesk, PostDesk
from bot.curation.exchange import ExchangeDesk
from bot.curation.gate import Gate
from bot.curation.ground import Ground
from bot.curation.labels import LabelDesk
from bot.curation.minding import OutboxDesk, PrivacyDesk, ServerDesk
from bot.curation.reading import FactDesk
from bot.curation.receipts import ReceiptDesk
from bot.curation.review import ReviewDesk
from bot.curation.roles import Action, may, require
from bot.curation.values import NOWHERE, Kept, Waiting
from bot.errors import TableError
from bot.store.editing import FactEditor
from bot.store.history import TERMINAL, Author
from bot.store.listing import FactList

if TYPE_CHECKING:
    from pathlib import Path

    from bot.curation.changes import Change
    from bot.curation.roles import Person
    from bot.curation.values import Findings, Spot
    from bot.lexicon import Lexicon
    from bot.vectors import Embeds


class Curation:
    """The table of all servers, to be looked after. Opened, used and closed on one thread.

    Each method takes the scope, SHARED or a server's id; what is another server's is not there. Those that take `who`
    raise DeniedError when that person may not. All raise BusyError when another program writes the table all the while.
    """

    def __init__(
        self,
        path: Path,
        *,
        busy_seconds: float = 5.0,
        lexicon: Lexicon | None = None,
        embedder: Embeds | None = None,
    ) -> None:
        """busy_seconds: how long another program's writing is waited for. embedder: makes the embeddings of what is
        changed, in the same transaction; None where facts are found by words alone. Raises TableError."""
        self._ground = ground = Ground(path, busy_seconds, lexicon, embedder)
        self._gate = Gate(ground)
        self.facts = FactDesk(ground)
        self.gaps = GapDesk(ground)
        self.review = ReviewDesk(ground, self._gate, self.gaps)
        self.labels = LabelDesk(ground)
        self.exchange = ExchangeDesk(ground, self._gate)
        self.receipts = ReceiptDesk(ground)
        self.outbox = OutboxDesk(ground)
        self.servers = ServerDesk(ground, self.gaps)
        self.privacy = PrivacyDesk(ground)
        self.drafts = DraftDesk(ground)
        self.posts = PostDesk(ground)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._ground.close()

    def check(self, scope: int, who: Person, change: Change) -> Findings:
        """What a change would do to the answers; nothing of it is kept. Takes up to about a second, see trying.py."""
        require(who, Action.PROPOSE)
        return self._gate.check(scope, change)

    def submit(
        self, scope: int, who: Person, change: Change, spot: Spot = NOWHERE, *, overrule: str = "", gap: int = 0
    ) -> Kept | Waiting:
        """Make a change; or, for those who may not, and where a second pair of eyes is wanted, put it in the queue.

        spot: where it was said, so that the outcome can be told there. overrule: why it is made although a labelled
        question gets a wrong answer. gap: the number of the question from the curators' list that it answers.

        Raises DraftError, ChangedError, GateError, TableError: then nothing was changed.
        """
        require(who, Action.PROPOSE)
        if not may(who.role, Action.CHANGE) or self._is_second_needed(scope, who):
            return self.review.propose(scope, who, change, spot, gap)
        with self._ground.writing():
            made = self._gate.make(scope, who, change, overrule=overrule)
            told = self.gaps.answer(scope, gap, made.after) if gap and made.after else 0
        return Kept(made.number, made.after, told)

    def confirm(self, scope: int, who: Person, handle: str, *, review_by: str = "") -> int:
        """Somebody held a fact of the scope's own against its source today; the number of the change. review_by: when
        to look again; "" leaves the date. Nothing else resets that clock."""
        require(who, Action.CHANGE)
        with self._ground.writing() as connection:
            listed = FactList(connection, scope).get(handle)
            if listed is None or listed.fact.scope != scope:
                raise TableError("there is no such fact of your own here")
            return FactEditor(connection, scope).confirm(listed.fact.id, Author(who.user), review_by=review_by)

    def _is_second_needed(self, scope: int, who: Person) -> bool:
        return who.user != TERMINAL and self._ground.settings(scope).second_pair
