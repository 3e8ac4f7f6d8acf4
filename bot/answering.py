"""From a question to an answer, by any door: the one that everybody asks."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from bot.deciding import Asking, Policy
from bot.facts import SHARED
from bot.lexicon import english
from bot.searching import Searcher

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.answers import Answer, Explanation, Match
    from bot.embedding import Embedder
    from bot.facts import Fact
    from bot.lexicon import Lexicon
    from bot.store.reading import FactTable

LONGEST_QUESTION: Final = 1000
"""Characters of a question that are read; the rest of a longer one is not looked at."""


class Answerer:
    """Answers questions from one fact table. Every method may be called from any thread, and takes any string.

    A scope is SHARED, which means the shared facts alone, or a server's id: those and the server's own.
    """

    def __init__(
        self,
        table: FactTable,
        embedder: Embedder | None = None,
        policy: Policy | None = None,
        lexicon: Lexicon | None = None,
    ) -> None:
        """embedder: the model that the table's embeddings are of; None to go by words alone. lexicon: what words mean;
        None for the lists that ship."""
        self._table = table
        self.embedder = embedder
        self._policy = policy or Policy()
        self._searcher = Searcher(table, lexicon or english(), embedder)

    def ask(
        self, question: str, *, context: str = "", limit: int = 10, scope: int = SHARED, certainty: float | None = None
    ) -> Answer:
        """The answer, with at most `limit` ranked matches.

        context: what the question follows on, such as the answer that it is a reply to; it is read with the question
        when the question alone is not answered.
        certainty: how sure an answer must be, 0 to 1; None for as sure as the policy says.
        """
        policy = self._policy if certainty is None else replace(self._policy, answer=certainty)
        asking = self._asking(scope, limit, policy)
        answer = asking.answer(question[:LONGEST_QUESTION], context[:LONGEST_QUESTION])
        return replace(answer, question=question)

    def complete(self, beginning: str, limit: int = 25, *, scope: int = SHARED) -> list[Match]:
        """Known questions for a question that is still being typed, the likeliest first; for no text at all, some of
        every topic."""
        return self._asking(scope, limit).completions(beginning[:LONGEST_QUESTION])

    def explain(self, question: str, handle: str, *, scope: int = SHARED) -> Explanation | None:
        """Why the fact with this handle is, or is not, the answer to the question, as the table stands now; None when
        the fact is gone."""
        fact = self.fact(handle, scope=scope)
        return self._asking(scope).explanation(question[:LONGEST_QUESTION], fact) if fact else None

    def fact(self, handle: str, *, scope: int = SHARED) -> Fact | None:
        """The fact with this handle, or None when it is gone."""
        return self._table.fact(handle, scope)

    def version(self) -> int:
        """How often the facts were changed: with a fact's handle, the receipt of an answer."""
        return self._table.version()

    def totals(self, *, scope: int = SHARED) -> Mapping[str, int]:
        """How much a scope sees: facts, asked_facts (those with a stored phrasing), phrasings."""
        return self._table.totals(scope)

    def _asking(self, scope: int, limit: int = 10, policy: Policy | None = None) -> Asking:
        return Asking(self._searcher, policy or self._policy, scope, limit)
