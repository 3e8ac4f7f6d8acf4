"""One synthetic table built, asked and timed, in a process of its own so that its memory is its own."""

from __future__ import annotations

import multiprocessing
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, ParamSpec, TypeVar

from bot.answering import Answerer
from bot.bench.synthetic import Chain, synthetic_facts, synthetic_question
from bot.collecting import collect_seldom
from bot.lexicon import english
from bot.matching.plain import PlainFuzzy
from bot.store.reading import FactTable
from bot.store.writing import FactStore

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")

PLAIN_SECONDS: Final = 20.0
"""How long rapidfuzz alone may take over its questions; it needs more than a second for each at a million facts."""
COLD_STARTS: Final = 3


@dataclass(frozen=True, slots=True)
class Timing:
    """Milliseconds a question, and how often the right fact came first, 0 to 1."""

    p50: float
    p99: float
    first: float


@dataclass(frozen=True, slots=True)
class Measured:
    """What one size costs.

    build: seconds to make the table from facts that are at hand. build_memory, memory: greatest resident size while
    building, and while asking, in MB. file: its size in MB. cold: median seconds from starting the program to its
    first answer. plain: the same questions put to rapidfuzz alone.
    """

    facts: int
    build: float
    build_memory: float
    file: float
    asked: Timing
    memory: float
    cold: float
    plain: Timing


def measure(facts: int, texts: Sequence[str], questions: int) -> Measured:
    """Build, ask and time a table of that many facts. texts: real ones, to take words and their order from."""
    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder) / "facts.db"
        build, build_memory, asked = _apart(_build, table, facts, texts, questions)
        timing, memory = _apart(_ask, table, asked)
        cold = statistics.median(_cold_start(table, asked[0][0]) for _ in range(COLD_STARTS))
        plain = _apart(_ask_plainly, facts, texts, asked)
        return Measured(facts, build, build_memory, table.stat().st_size / 1e6, timing, memory, cold, plain)


def _apart(function: Callable[Parameters, Result], *arguments: Parameters.args, **_: Parameters.kwargs) -> Result:
    """The function's result, worked out in a fresh process."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return pool.submit(partial(function, *arguments)).result()


def _build(table: Path, count: int, texts: Sequence[str], questions: int) -> tuple[float, float, list[tuple[str, int]]]:
    chain = _chain(texts)
    chosen = set(random.Random(7).sample(range(count), min(questions, count)))
    chance = random.Random(11)
    asked = [
        (synthetic_question(fact.questions[0], chance), number)
        for number, fact in enumerate(synthetic_facts(chain, count))
        if number in chosen
    ]
    start = time.perf_counter()
    for _ in synthetic_facts(chain, count):
        pass
    making = time.perf_counter() - start
    start = time.perf_counter()
    with FactStore(table) as store:
        store.replace_pack("synthetic", synthetic_facts(chain, count))
    # the facts are made as they are stored: what making them takes is no part of it
    return time.perf_counter() - start - making, _memory(), asked


def _ask(table: Path, asked: Sequence[tuple[str, int]]) -> tuple[Timing, float]:
    collect_seldom()
    with FactTable(table) as facts:
        answerer = Answerer(facts)
        answerer.ask("a question to warm up with")
        times, first = [], 0
        for question, right in asked:
            start = time.perf_counter()
            matches = answerer.ask(question).matches
            times.append(time.perf_counter() - start)
            first += bool(matches) and matches[0].fact.id == str(right)
        return _timing(times, first), _memory()


def _ask_plainly(count: int, texts: Sequence[str], asked: Sequence[tuple[str, int]]) -> Timing:
    plain = PlainFuzzy([fact.questions[0] for fact in synthetic_facts(_chain(texts), count)])
    times, first = [], 0
    for question, right in asked:
        start = time.perf_counter()
        best = plain.best(question)
        times.append(time.perf_counter() - start)
        first += bool(best) and best[0] == right
        if sum(times) > PLAIN_SECONDS:
            break
    return _timing(times, first)


def _cold_start(table: Path, question: str) -> float:
    start = time.perf_counter()
    command = [sys.executable, "-m", "bot", "ask", "--db", str(table), "--", question]
    subprocess.run(command, capture_output=True, check=False)
    return time.perf_counter() - start


def _timing(times: Sequence[float], first: int) -> Timing:
    ordered = sorted(times)
    p50, p99 = (1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))] for share in (0.5, 0.99))
    return Timing(p50, p99, first / len(ordered))


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _chain(texts: Sequence[str]) -> Chain:
    return Chain(texts, english().words)
