"""A fact table that can forget one phrasing at a time, so that each can be asked as if nobody had thought of it.

While a phrasing is left out, what a question meets is as if it had never been stored: it makes no candidate, it is
no row of its fact, the counts of words are those of a table without it (its idf, too), a word that nothing else has
is unknown, and the fact shown does not list it. Nothing is written.

One trace is left: in the lists that candidates are gathered from, it may take one of the few hundred places kept.
It brings its fact nothing there.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Self

from bot import text
from bot.entries import Entry
from bot.errors import TableError
from bot.store.reading import FactTable
from bot.store.snapshot import Snapshot

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from bot.facts import Fact
    from bot.store.candidates import Counts
    from bot.store.reading import StoredPhrasing


@dataclass(frozen=True, slots=True)
class _Gap:
    """A phrasing that is left out. words: its stems; only: those of them that its fact has nowhere else."""

    phrasing: StoredPhrasing
    words: frozenset[str]
    only: frozenset[str]


class ForgetfulTable(FactTable):
    """A fact table for asking; one thread at a time may leave a phrasing out."""

    def __init__(self, path: Path) -> None:
        self._gap: _Gap | None = None
        super().__init__(path, lambda shelf, scope: _ForgetfulSnapshot(shelf, scope).of(self))

    @contextmanager
    def without(self, phrasing: StoredPhrasing) -> Iterator[tuple[str, Fact]]:
        """Leave the phrasing out inside the `with`, which is given its words, and its fact as it is stored.

        Raises TableError when somebody has removed it since.
        """
        whole = super().facts_by_number((phrasing.fact,)).get(phrasing.fact)
        if whole is None or len(whole.questions) <= phrasing.position:
            raise TableError(f"{self.path} was changed while its facts were asked; start again")
        asked = whole.questions[phrasing.position]
        rest = _without(whole, phrasing)
        words = _stems(asked)
        self._gap = _Gap(phrasing, words, words - _stems(*rest.questions, rest.answer, rest.topic))
        try:
            yield asked, whole
        finally:
            self._gap = None

    def facts_by_number(self, numbers: Iterable[int]) -> dict[int, Fact]:
        """The facts with these numbers; one that is gone is missing."""
        facts = super().facts_by_number(numbers)
        if self._gap is not None and (fact := facts.get(self._gap.phrasing.fact)) is not None:
            facts[self._gap.phrasing.fact] = _without(fact, self._gap.phrasing)
        return facts

    @property
    def gap(self) -> _Gap | None:
        """What is left out just now."""
        return self._gap


class _ForgetfulSnapshot(Snapshot):
    """What a question meets of a table that forgets."""

    def of(self, table: ForgetfulTable) -> Self:
        """The same, knowing whose it is."""
        self._table = table
        return self

    def refresh(self) -> None:
        super().refresh()
        # what words weigh changes with what is left out
        self.version = object()

    def vectors(self, model: str) -> None:
        """None: a phrasing left out must not be found by its meaning, so these questions go by words alone."""
        del model

    def totals(self) -> Mapping[str, int]:
        totals = super().totals()
        return {**totals, "phrasings": totals["phrasings"] - 1} if self._table.gap else totals

    def counts(self, words: Iterable[str]) -> dict[str, Counts]:
        counts = super().counts(words)
        gap = self._table.gap
        if gap is None:
            return counts
        for word in counts.keys() & gap.words:
            facts, in_questions, in_answers = counts[word]
            if facts == 1 and word in gap.only:
                del counts[word]
            else:
                counts[word] = (facts - (word in gap.only), in_questions - 1, in_answers)
        return counts

    def spellings(self, bucket: str) -> list[str]:
        words = super().spellings(bucket)
        gap = self._table.gap
        if gap is None or not (gone := gap.only - self.counts(gap.only).keys()):
            return words
        return [word for word in words if text.stem(word) not in gone]

    def candidates(self, weights: Mapping[str, float], limit: int) -> list[Entry]:
        gap = self._table.gap
        if gap is None:
            return super().candidates(weights, limit)
        entries = self.entries(self._finder.find(weights, limit, gap.phrasing.number))
        return [_shorter(entry, gap.phrasing) if entry.number == gap.phrasing.fact else entry for entry in entries]


def _without(fact: Fact, phrasing: StoredPhrasing) -> Fact:
    questions = fact.questions[: phrasing.position] + fact.questions[phrasing.position + 1 :]
    return replace(fact, questions=questions)


def _shorter(entry: Entry, phrasing: StoredPhrasing) -> Entry:
    rows = entry.rows[: phrasing.position] + entry.rows[phrasing.position + 1 :]
    return Entry(entry.number, rows, entry.units, entry.topic)


def _stems(*texts: str) -> frozenset[str]:
    return frozenset(stem for one in texts for stem in text.stems(text.tokens(one)))
