"""How much of a question a text covers.

With w(t) the weight of term t and b(t, R) the best similarity of t's forms in a text R (0 where none stands there):

    coverage(R)  =  sum_t w(t) b(t, R) / sum_t w(t)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.matching.question import Question

Worth = dict[int, float]
"""For each term that is met, by its place in the question: its weight times how well it is met."""


class Coverage:
    """The stems that a question may mean, and what meeting each is worth."""

    def __init__(self, question: Question) -> None:
        self._total = question.total
        self._terms = question.terms
        self._forms: dict[str, list[tuple[int, float]]] = {}
        self._related: dict[str, list[tuple[int, float]]] = {}
        self._beginnings: dict[str, list[int]] = {}
        for place, term in enumerate(question.terms):
            for stem, similarity in term.forms:
                self._forms.setdefault(stem, []).append((place, term.weight * similarity))
            for stem, similarity in term.wider:
                self._related.setdefault(stem, []).append((place, term.weight * similarity))
            if not term.stop and len(term.stem) >= 5 and term.stem.isalpha():
                self._beginnings.setdefault(term.stem[:5], []).append(place)
        self._worths: dict[frozenset[str], Worth] = {}
        self._shares: dict[frozenset[str], float] = {}
        self.wanted = frozenset(self._forms)
        self._wanted_related = frozenset(self._related)
        self.similarity: dict[str, float] = {}
        """For each wanted stem, the best similarity of a term to it."""
        for term in question.terms:
            for stem, similarity in term.forms:
                self.similarity[stem] = max(similarity, self.similarity.get(stem, 0.0))

    def worth(self, stems: frozenset[str]) -> Worth:
        """What wanted stems are worth: each term counts once, as well as it is met. Not to be changed: facts meet the
        same few stems again and again, so it is worked out once for them."""
        if (best := self._worths.get(stems)) is None:
            best = self._worths[stems] = {}
            for stem in sorted(stems):  # a set's order, and with it the rounding of sums, changes from run to run
                for place, worth in self._forms[stem]:
                    if worth > best.get(place, 0.0):
                        best[place] = worth
        return best

    def of(self, stems: frozenset[str]) -> float:
        """The coverage by wanted stems, 0 to 1."""
        if (share := self._shares.get(stems)) is None:
            share = self._shares[stems] = self.share(self.worth(stems))
        return share

    def share(self, worth: Worth) -> float:
        """The coverage by what is met, 0 to 1."""
        return sum(worth.values()) / self._total

    def further(self, met: Worth, more: Worth) -> float:
        """What `more` adds to the coverage where the terms met less."""
        if not more:
            return 0.0
        return sum([max(0.0, worth - met.get(place, 0.0)) for place, worth in more.items()]) / self._total

    def related(self, words: frozenset[str]) -> Worth:
        """What related words are worth."""
        best: Worth = {}
        if not self._wanted_related:
            return best
        for stem in self._wanted_related & words:
            for place, worth in self._related[stem]:
                best[place] = max(best.get(place, 0.0), worth)
        return best

    def beginning(self, words: frozenset[str]) -> Worth:
        """What words of the same first five letters are worth: as much of the longer one as both share."""
        best: Worth = {}
        if not self._beginnings:
            return best
        for word in words:
            for place in self._beginnings.get(word[:5], ()):
                term = self._terms[place]
                if word != term.stem:
                    shared = _shared_beginning(term.stem, word) / max(len(term.stem), len(word))
                    best[place] = max(best.get(place, 0.0), term.weight * shared)
        return best


def _shared_beginning(one: str, other: str) -> int:
    shorter = min(len(one), len(other))
    return next((i for i in range(shorter) if one[i] != other[i]), shorter)
