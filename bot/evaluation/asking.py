"""The two ways to evaluate: with questions from files, or with every fact's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.errors import TableError
from bot.evaluation.judging import judge
from bot.evaluation.labelled import Labelled
from bot.progress import counting

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.evaluation.judging import Asked, Judged
    from bot.evaluation.leaving_out import ForgetfulTable


def ask_all(questions: Sequence[Labelled], answerer: Asked) -> list[Judged]:
    """Every question asked and judged, in order."""
    judged = []
    with counting("asking", len(questions)) as step:
        for question in questions:
            judged.append(judge(question, answerer))
            step()
    return judged


def ask_each_other(table: ForgetfulTable, answerer: Asked) -> list[Judged]:
    """Every phrasing of each fact that has two or more, asked of an answerer on this table while it is left out.

    Raises TableError when there is no such fact.
    """
    phrasings = table.rephrasings()
    if not phrasings:
        raise TableError(
            f"no fact in {table.path} has two phrasings, of which one could be left out and asked; "
            "name a file of questions"
        )
    judged = []
    with counting("asking", len(phrasings)) as step:
        for phrasing in phrasings:
            with table.without(phrasing) as (asked, fact):
                judged.append(judge(Labelled(asked, fact.id), answerer))
            step()
    return judged
