"""What these commands share: which table and whose facts, how a fact is named, and how things are shown."""

from __future__ import annotations

import json
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from bot.errors import FactbotError, SettingsError
from bot.terminal import say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bot.curation.desk import Curation
    from bot.curation.values import Findings, Kept, Listed, Reply, Waiting
    from bot.embedding import Embedder
    from bot.lexicon import Lexicon
    from bot.settings import Settings
    from bot.store.reading import FactTable
    from bot.store.writing import FactStore

    Command = TypeVar("Command", bound=Callable[..., Any])

MISUSE = 2
_PACKAGE = Path(__file__).parent.parent
_SHIPPED = (_PACKAGE / "facts.db", _PACKAGE.parent / "facts.db")
"""Where the table that ships lies: in an installed package, and in a checkout."""
BUSY_SECONDS = 30.0
NUMBER = click.IntRange(1, 2**63 - 1)
"""The number of a change, a proposal, a question: what SQLite counts up to."""

only_db = click.option(
    "--db",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The fact table. Default: FACTBOT_DB, else facts.db here; to read from, else the one that ships.",
)
_server = click.option(
    "--server",
    type=click.IntRange(0, 2**63 - 1),
    default=0,
    metavar="ID",
    help="The Discord server whose facts are meant. Default: the facts that all servers share.",
)
as_json = click.option("--json", "as_json", is_flag=True, help="Print one JSON object a line.")
why = click.option("--why", default="", help="The reason, for the history.")
overrule = click.option(
    "--overrule",
    default="",
    callback=lambda _context, _parameter, reason: reason.strip(),
    metavar="REASON",
    help="Make the change although a labelled question gets a wrong answer.",
)


def limit(default: int) -> Callable[[Command], Command]:
    """The option that says how many lines are listed."""
    return click.option("--limit", type=click.IntRange(1, 10_000), default=default, show_default=True, help="How many.")


def table(command: Command) -> Command:
    """The options that say which table is meant, and whose facts in it."""
    return only_db(_server(command))


def table_path(settings: Settings, db: Path | None) -> Path:
    """The fact table to read: the one named, else facts.db in this folder, else the one that ships."""
    if named := db or settings.table:
        return named
    here = Path("facts.db")
    return here if here.is_file() else next((path for path in _SHIPPED if path.is_file()), here)


def own_table(settings: Settings, db: Path | None) -> Path:
    """The fact table to write, which must be there: the one named, else facts.db in this folder."""
    path = db or settings.table or Path("facts.db")
    if not path.is_file():
        raise SettingsError(f"there is no fact table at {path}; `factbot import FILE --db {path}` makes one")
    return path


def served_table(settings: Settings, db: Path | None) -> Path:
    """The fact table for a bot, which keeps settings and facts of its servers in it: where it would be the one that
    ships, a copy in this folder, if this folder can be written; and one of an older program is brought up to date."""
    from bot.store.version import is_older
    from bot.store.writing import FactStore
    from bot.whole_file import copied

    path = table_path(settings, db)
    here = Path("facts.db")
    if path in _SHIPPED:
        try:
            copied(path, here)
        except FactbotError:
            return path
        path = here
    if path.is_file() and is_older(path):
        say(f"{path}: bringing it up to date", err=True)
        FactStore(path).close()
    return path


def lexicon(settings: Settings) -> Lexicon:
    """The words that ship, and the project's own where it names some."""
    from bot.lexicon import english, extended

    return extended(settings.words) if settings.words else english()


def embedder(settings: Settings, table: FactTable) -> Embedder | None:
    """The embedding model that is switched on, if it can be used with this table; else one sentence says why not, and
    questions are answered by words alone."""
    if not settings.semantic:
        return None

    from bot.embedding import open_embedder

    try:
        found = open_embedder(settings.semantic)
    except FactbotError as error:
        say(f"FACTBOT_SEMANTIC is set, but {error}; going by words alone", err=True)
        return None
    if not table.snapshot().vectors(found.name):
        say(f"{table.path} has no embeddings of {found.name}: `factbot embed` makes them", err=True)
        return None
    return found


def writing_embedder(settings: Settings, path: Path) -> Embedder | None:
    """The embedding model that a changed fact needs an embedding of: the one that is switched on, where the table has
    its embeddings. A fact without one would switch going by meaning off for all."""
    if not settings.semantic:
        return None
    from bot.store.reading import FactTable

    with FactTable(path) as table:
        return embedder(settings, table)


def embed(settings: Settings, store: FactStore) -> None:
    """Make the embeddings that the table lacks, and say how many there were."""
    from bot.embedding import open_embedder
    from bot.progress import counting

    model = open_embedder(settings.semantic)
    with counting("embeddings") as step:
        made = store.embed(model, step)
    say(f"{model.name}: {made} embeddings made")


def readable(argument: str) -> str:
    """An argument whose bytes are no UTF-8, with replacement characters in their place."""
    return argument.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


@contextmanager
def curation(settings: Settings, db: Path | None) -> Iterator[Curation]:
    """The table, to be looked after; it must be there."""
    from bot.curation.desk import Curation

    path = own_table(settings, db)
    words, meaning = lexicon(settings), writing_embedder(settings, path)
    with Curation(path, busy_seconds=BUSY_SECONDS, lexicon=words, embedder=meaning) as desk:
        yield desk


def handles(name: str) -> tuple[str, str]:
    """The handles that a person may mean who names a fact: by its id, or by the handle itself."""
    from bot.facts import HANDLE, digest

    return digest(name, HANDLE), name


def listed(desk: Curation, server: int, name: str) -> Listed:
    """The fact that a person names by its id or its handle. Raises SettingsError when there is none."""
    for handle in handles(name):
        if (found := desk.facts.get(server, handle)) is not None:
            return found
    raise SettingsError(f'there is no fact "{name}" here; `factbot facts search WORDS` finds its id')


def tell(result: Kept | Waiting) -> None:
    """What came of a change."""
    from bot.curation.values import Waiting

    if isinstance(result, Waiting):
        say(f"waiting for a curator: proposal {result.proposal.number}")
        return
    told = f", {result.told} to be told" if result.told else ""
    what = f"{result.fact.id}: {result.fact.title}" if result.fact else "gone"
    say(f"{what} (change {result.number}{told})")


@contextmanager
def held_back() -> Iterator[None]:
    """A change that breaks labelled questions is refused with the list of them."""
    from bot.curation.values import GateError

    try:
        yield
    except GateError as error:
        for broken in error.broken:
            say(
                f'"{broken.question}" should get {broken.wanted or "no answer"}, '
                f"and would get {reply(broken.after)} instead of {reply(broken.before)}",
                err=True,
            )
        count = len(error.broken)
        questions = "a labelled question" if count == 1 else f"{count} labelled questions"
        raise SettingsError(
            f"held back, for it would make {questions} wrong; --overrule REASON makes it all the same"
        ) from error


def show_likeness(findings: Findings, *, aside: bool = False) -> None:
    """What else says nearly the same, or has the same question, a line each. aside: on standard error."""
    for one in findings.alike:
        say(f"like {one.fact.id} ({one.likeness:.0%}): {one.fact.title}", err=aside)
    for claim in findings.claimed:
        say(f'"{claim.phrasing}" is a phrasing of {claim.fact.id} already', err=aside)


def show_findings(findings: Findings) -> None:
    """What a change would do, a line each."""
    show_likeness(findings)
    for change in findings.changes:
        say(f'"{change.question}" would get {reply(change.after)} instead of {reply(change.before)}')
    for broken in findings.broken:
        say(f'the labelled question "{broken.question}" would get {reply(broken.after)}: wrong')
    left = f", {findings.left} more were not" if findings.left else ""
    say(f"{findings.asked} questions were tried{left}; nothing was changed")


def reply(given: Reply) -> str:
    """A reply in a few words."""
    match given.outcome:
        case "found":
            return given.fact_id
        case "suggestions":
            return "a choice"
        case _:
            return "no answer"


def person(number: int) -> str:
    """Who did something."""
    return {0: "the terminal", -1: "a former member"}.get(number, f"user {number}")


def print_json(record: object) -> None:
    """One JSON object on one line."""
    click.echo(json.dumps(record, ensure_ascii=False))
