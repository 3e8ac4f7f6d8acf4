"""`factbot import`: documents and fact files into the table, or a look at what that would change."""

from __future__ import annotations

from contextlib import nullcontext, suppress
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from bot.commands import common
from bot.terminal import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from bot.answering import Answerer
    from bot.importers import Defaults
    from bot.settings import Settings
    from bot.store.reading import FactTable
    from bot.store.writing import FactStore

MOST_ASKED: Final = 2000
"""Stored questions that a dry run asks before and after; of more, so many evenly spread ones."""
MOST_NAMED: Final = 3
"""Retired facts that an import names."""
MOST_SHOWN: Final = 20
"""Facts, and questions, that a dry run lists."""


class _DryRunError(Exception):
    """Ends the transaction of a dry run, which leaves nothing."""


@click.command(name="import")
@click.argument("paths", nargs=-1, required=True)
@click.option(
    "--pack", default="", help="Load all as one pack of this name. Default: a pack a file or folder, named after it."
)
@click.option("--title", default="", help="Title of the source, where the file says none.")
@click.option("--publisher", default="", help="Publisher, where the file says none.")
@click.option("--url", default="", help="Address of the source, where the file says none.")
@click.option("--published", default="", help="Date of the source, as the source gives it, where the file says none.")
@click.option("--allow-private", is_flag=True, help="Fetch from hosts of the own network too.")
@click.option(
    "--dry-run", is_flag=True, help="Show what would change, and which questions get another answer; keep nothing."
)
@common.overrule
@common.table
@click.pass_obj
def import_(
    settings: Settings,
    paths: tuple[str, ...],
    *,
    pack: str,
    title: str,
    publisher: str,
    url: str,
    published: str,
    allow_private: bool,
    dry_run: bool,
    overrule: str,
    db: Path | None,
    server: int,
) -> None:
    """Load documents and fact files, folders of them, and pages at http addresses into the fact table. A pack that is
    there already is replaced by what is loaded; facts that did not change keep their identity.

    All or nothing: when one file cannot be read, the table stays as it was. So it does when a labelled question that
    the table carries would get a wrong answer.
    """
    from bot.importers import Defaults, pack_name
    from bot.store.writing import FactStore

    defaults = Defaults(title=title, publisher=publisher, url=url, published=published)
    packs: dict[str, list[str]] = {}
    for path in paths:
        packs.setdefault(common.readable(pack or pack_name(path)), []).append(path)
    table = db or settings.table or Path("facts.db")
    told: list[str] = []
    with _before(table) as before, suppress(_DryRunError), FactStore(table) as store, store.transaction():
        latest = max((entry.number for entry in store.history(server).latest(1)), default=0)
        told += list(_load(store, packs, defaults, server, overrule, private=allow_private))
        answers = _Answers(settings, before, store, server)
        if not overrule:
            answers.refuse_broken()
        if dry_run:
            told += [*_changed_facts(store, server, latest), *answers.changed(), "dry run: nothing was changed"]
            raise _DryRunError
        if settings.semantic:
            common.embed(settings, store)
    # only what is kept is told
    for line in told:
        say(line)


@click.command()
@click.argument("pack")
@common.why
@common.overrule
@common.table
@click.pass_obj
def remove(settings: Settings, pack: str, *, why: str, overrule: str, db: Path | None, server: int) -> None:
    """Remove a PACK and its facts from the fact table; `factbot doctor` lists the packs."""
    from bot.store.history import Author
    from bot.store.writing import FactStore

    table = common.own_table(settings, db)
    with _before(table) as before, FactStore(table) as store, store.transaction():
        retired = store.remove_pack(pack, scope=server, author=Author(why=overrule or why))
        if not overrule:
            _Answers(settings, before, store, server).refuse_broken()
    say(f"{pack}: {retired} retired")


def _before(path: Path) -> FactTable | nullcontext[None]:
    """The table as it is; None where there is none yet, or it must be upgraded first."""
    from bot.errors import TableError
    from bot.store.reading import FactTable

    try:
        return FactTable(path)
    except TableError:
        return nullcontext()


def _load(
    store: FactStore,
    packs: Mapping[str, Sequence[str]],
    defaults: Defaults,
    server: int,
    overrule: str,
    *,
    private: bool,
) -> Iterator[str]:
    """Load the packs; what became of each, in a line."""
    from bot.importers import read_all
    from bot.progress import counting
    from bot.store.history import Author

    for name, named in packs.items():
        remarks: list[str] = []
        with counting(name) as step:
            facts = read_all(list(named), defaults, allow_private=private, remark=remarks.append)
            done = store.replace_pack(name, facts, progress=step, scope=server, author=Author(why=overrule))
        yield from remarks
        yield (
            f"{name}: {done.added} added, {done.changed} changed, {done.retired} retired, {done.unchanged} unchanged"
        )
        # another file of the same name, perhaps: whoever looks sees what went
        for entry in store.history(server).latest(min(done.retired, MOST_NAMED)):
            yield f"  retired: {entry.before.title if entry.before else entry.fact}"
        if done.retired > MOST_NAMED:
            yield f"  and {done.retired - MOST_NAMED} more; `factbot log` has them"


def _changed_facts(store: FactStore, server: int, latest: int) -> Iterator[str]:
    """The facts that were changed since a change with a number, a line each; those retired were named already."""
    entries = (entry for entry in store.history(server).since(latest) if entry.what != "retired")
    for entry in islice(entries, MOST_SHOWN):
        yield f"{entry.what} {entry.fact}: {entry.after.title if entry.after else ''}"


class _Answers:
    """Questions that the table stores, asked before a change and after it, while it is not kept yet."""

    def __init__(self, settings: Settings, before: FactTable | None, store: FactStore, server: int) -> None:
        self._settings = settings
        self._before = before
        self._store = store
        self._server = server

    def refuse_broken(self) -> None:
        """Raise SettingsError when a labelled question that was right would get a wrong answer."""
        from bot.curation.trying import Trial, broken_labels
        from bot.curation.values import GateError

        labels = self._before.labelled(self._server) if self._before else []
        if self._before is None or not labels:
            return
        before, after = self._answerers(self._before)
        broken, _ = broken_labels(before, after, labels, Trial(self._server))
        if broken:
            with common.held_back():
                raise GateError(broken)

    def changed(self) -> Iterator[str]:
        """The stored questions that would be answered otherwise, a line each."""
        from bot.curation.trying import answers_changed

        if self._before is None:
            return
        questions = [question for fact in self._before.seen(self._server) for question in fact.questions]
        questions += [label.query for label in self._before.labelled(self._server)]
        questions = questions[:: len(questions) // MOST_ASKED + 1]
        changes = answers_changed(*self._answerers(self._before), questions, self._server)
        for change in changes[:MOST_SHOWN]:
            after, before = common.reply(change.after), common.reply(change.before)
            yield f'"{change.question}" would get {after} instead of {before}'
        if len(changes) > MOST_SHOWN:
            yield f"and {len(changes) - MOST_SHOWN} more"
        yield f"{len(questions)} stored questions were asked, {len(changes)} would be answered otherwise"

    def _answerers(self, before: FactTable) -> tuple[Answerer, Answerer]:
        from bot.answering import Answerer
        from bot.store.uncommitted import UncommittedTable

        lexicon = common.lexicon(self._settings)
        after = UncommittedTable(self._store)
        return Answerer(before, lexicon=lexicon), Answerer(after, lexicon=lexicon)
