"""The commands; the one file that knows everybody, and wires them."""

from __future__ import annotations

import json
import os
import sys
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click

from bot.collecting import collect_seldom
from bot.commands import common
from bot.commands.check import check
from bot.commands.exporting import export, site
from bot.commands.facts import facts
from bot.commands.gaps import gaps
from bot.commands.importing import import_, remove
from bot.commands.log import log, revert
from bot.commands.questions import questions
from bot.commands.review import review
from bot.errors import BusyError, FactbotError, SettingsError
from bot.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.answering import Answerer
    from bot.chat.office import Office
    from bot.store.writing import FactStore

NOT_FOUND = 1
MISUSE = 2


class _Refusal(click.ClickException):
    """A FactbotError as the command line says it: one sentence, no traceback."""

    exit_code = MISUSE

    def show(self, file: IO[Any] | None = None) -> None:
        from bot.terminal import say

        del file
        say(f"Error: {self.format_message()}", err=True)


class _Commands(click.Group):
    """Turns what a person can mend into one sentence, in one place."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except FactbotError as error:
            raise _Refusal(str(error)) from error
        except BrokenPipeError:
            # whoever read our output has had enough; Python would say so again on its way out
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise SystemExit(0) from None
        except OSError as error:
            raise _Refusal(f"a file cannot be read or written: {error.strerror or error}") from error


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="factbot")
@click.pass_context
def main(ctx: click.Context) -> None:
    """Answers questions from a table of facts, and shows where each answer came from."""
    collect_seldom()
    try:
        ctx.obj = Settings.from_env(os.environ)
    except FactbotError as error:
        raise _Refusal(str(error)) from error


for _group in (check, export, import_, facts, gaps, log, questions, remove, revert, review, site):
    main.add_command(_group)


@main.command()
@click.argument("question", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object; with - as the question, one a line.")
@click.option(
    "--limit", type=click.IntRange(1, 100), default=10, show_default=True, help="Ranked matches to list in the JSON."
)
@click.option("--why", is_flag=True, help="Say too what spoke for the answer and against it, and what came next.")
@click.option(
    "--server",
    type=click.IntRange(0, 2**63 - 1),
    default=0,
    metavar="ID",
    help="Ask as on this Discord server.",
)
@common.only_db
@click.pass_context
def ask(
    ctx: click.Context,
    question: str | None,
    *,
    as_json: bool,
    limit: int,
    why: bool,
    server: int,
    db: Path | None,
) -> None:
    """Answer QUESTION from the fact table. With -, one question a line on standard input; with none, a conversation.

    Exit status: 0 an answer was found, 1 none was, 2 the command cannot be used so.
    """
    from bot.answer_json import answer_json
    from bot.answers import Found
    from bot.terminal import answer_lines, converse, why_lines

    site_url = ctx.obj.site_url
    with _answerer(ctx.obj, db) as answerer:
        if question is None:
            if not sys.stdin.isatty():
                raise click.UsageError('Give a question, or "-" to read one a line from standard input.')
            _greet(answerer)
            converse(
                lambda text, before: answerer.ask(text, context=before, scope=server), _read_line, click.echo, site_url
            )
            return
        found = True
        for text in _standard_input() if question == "-" else (common.readable(question),):
            if question == "-" and not as_json and not text.strip():
                continue
            answer = answerer.ask(text, limit=limit, scope=server)
            if as_json:
                click.echo(json.dumps(answer_json(answer), ensure_ascii=False))
            else:
                for line in answer_lines(answer, site_url):
                    click.echo(line)
            if why and answer.matches and not as_json:
                explanation = answerer.explain(text, answer.matches[0].fact.handle, scope=server)
                for line in why_lines(explanation, answerer.version()) if explanation else ():
                    click.echo(line)
            found = isinstance(answer, Found)
        if question != "-" and not found:
            ctx.exit(NOT_FOUND)


@main.command(name="eval")
@click.argument("questions", type=click.Path(path_type=Path), nargs=-1)
@click.option("--stored", is_flag=True, help="Measure the labelled questions that the table carries, too.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--html", type=click.Path(path_type=Path, dir_okay=False), help="Write a page with plots and every miss.")
@click.option("--baseline", type=click.Path(path_type=Path), help="An earlier --json; say what changed since.")
@click.option("--limit", type=click.IntRange(0), default=20, show_default=True, help="Misses to show in the terminal.")
@common.only_db
@click.pass_obj
def eval_(
    settings: Settings,
    questions: tuple[Path, ...],
    *,
    stored: bool,
    as_json: bool,
    html: Path | None,
    baseline: Path | None,
    limit: int,
    db: Path | None,
) -> None:
    """Measure the answers to labelled questions: {"query": "...", "fact_id": "..." or null} a line in each file.

    With --stored, to those that the table itself carries (`factbot questions`).
    With neither, every fact is asked its own phrasings, the one that is asked left out: so it shows which facts get in
    each other's way.
    """
    import shutil
    from contextlib import nullcontext

    from bot.answering import Answerer
    from bot.evaluation.asking import ask_all, ask_each_other
    from bot.evaluation.baseline import read_baseline
    from bot.evaluation.comparing import compare
    from bot.evaluation.labelled import Labelled, read
    from bot.evaluation.leaving_out import ForgetfulTable
    from bot.evaluation.report import report
    from bot.evaluation.report_html import page
    from bot.evaluation.report_json import report_json
    from bot.evaluation.report_text import report_lines
    from bot.whole_file import whole_file

    before = read_baseline(baseline) if baseline else None
    asked = [question for path in questions for question in read(path)]
    # the page is opened first, so that a long run is not for nothing
    with whole_file(html) if html else nullcontext() as file, ForgetfulTable(common.table_path(settings, db)) as table:
        answerer = Answerer(table, common.embedder(settings, table), lexicon=common.lexicon(settings))
        names = list(map(str, questions))
        if stored:
            names.append("its own labelled questions")
            asked += [Labelled(one.query, one.fact) for one in table.labelled()]
            if not asked:
                raise SettingsError(f"{table.path} carries no labelled questions; `factbot questions add` keeps some")
        rows = ask_all(asked, answerer) if asked else ask_each_other(table, answerer)
        result = report(str(table.path), names, rows)
        changes = compare(before, result) if before else None
        if file:
            file.writelines(page(result, changes))
    if as_json:
        click.echo(report_json(result, changes))
        return
    for line in report_lines(result, changes, limit=limit, width=min(shutil.get_terminal_size().columns, 100)):
        click.echo(line)


@main.command()
@common.only_db
@click.pass_obj
def upgrade(settings: Settings, *, db: Path | None) -> None:
    """Bring a fact table that an older factbot wrote up to date. Facts stay as they are; their index is made anew."""
    with _store(settings, db) as store:
        click.echo(f"{store.path}: up to date")


@main.command()
@common.only_db
@click.pass_obj
def embed(settings: Settings, *, db: Path | None) -> None:
    """Make the embeddings that the fact table lacks of the model in FACTBOT_SEMANTIC. Needs the extra "semantic"."""
    if not settings.semantic:
        raise SettingsError("FACTBOT_SEMANTIC names no embedding model: set it to a folder or a model's name")
    with _store(settings, db) as store:
        common.embed(settings, store)


@main.command()
@click.option("--sizes", default="1000,10000,100000", show_default=True, help="How many facts, separated by commas.")
@click.option("--questions", type=click.IntRange(1), default=300, show_default=True, help="Questions to ask of each.")
@common.only_db
@click.pass_obj
def bench(settings: Settings, *, sizes: str, questions: int, db: Path | None) -> None:
    """Time synthetic tables, made of the fact table's words: building, asking, starting; beside rapidfuzz alone."""
    from bot.bench.measuring import measure
    from bot.bench.report import HEAD, line
    from bot.store.reading import FactTable

    try:
        counts = [int(size) for size in sizes.split(",")]
    except ValueError:
        counts = []
    if not counts or min(counts) < 1:
        raise SettingsError(f'--sizes is "{sizes}"; it is numbers of facts such as 1000,10000')
    with FactTable(common.table_path(settings, db)) as table:
        texts = [text for fact in table.facts() for text in (*fact.questions, fact.answer) if text.isascii()]
    if not texts:
        raise SettingsError("the fact table holds no words to make synthetic facts of")
    click.echo(HEAD)
    for count in counts:
        click.echo(line(measure(count, texts, questions)))


@main.command()
@click.argument("folders", type=click.Path(path_type=Path, file_okay=False), nargs=-1, required=True)
@click.option(
    "--output", "-o", type=click.Path(path_type=Path, dir_okay=False), required=True, help="The model file to write."
)
@click.pass_obj
def fit(settings: Settings, folders: tuple[Path, ...], *, output: Path) -> None:
    """Fit the weights of ranking and confidence to labelled questions: each of FOLDERS holds facts.jsonl and
    questions.jsonl. With FACTBOT_SEMANTIC set, those for going by meaning too. Needs the extra "fit"."""
    from bot.fitting.examples import load_sets
    from bot.progress import counting
    from bot.whole_file import whole_file

    try:
        from bot.fitting.optimising import fit as fit_model
    except ImportError as error:
        raise SettingsError("fitting needs scipy: pip install 'factbot[fit]'") from error
    embedder = None
    if settings.semantic:
        from bot.embedding import open_embedder

        embedder = open_embedder(settings.semantic)
    sets = []
    for folder in folders:
        with counting(folder.name) as step:
            sets += load_sets(folder, embedder, step)
    model = fit_model(sets)
    with whole_file(output) as file:
        file.write(json.dumps(model.to_json(), indent=2) + "\n")
    click.echo(f"{output}: fitted to {sum(len(one.examples) for one in sets)} questions of {len(sets)} sets")


@main.command()
@common.only_db
@click.pass_obj
def run(settings: Settings, *, db: Path | None) -> None:
    """Run the Discord bot until it is told to stop. Needs DISCORD_TOKEN."""
    import asyncio

    from bot.chat.running import run as run_bot

    path = common.served_table(settings, db)
    with _answerer(settings, path) as answerer, _office(path, settings, answerer) as (office, note):
        asyncio.run(
            run_bot(
                token=settings.token,
                answerer=answerer,
                office=office,
                note=note,
                site_url=settings.site_url,
                message_content=settings.message_content,
                proxy=settings.proxy or None,
                log_level=settings.log_level.upper(),
            )
        )


@contextmanager
def _office(path: Path, settings: Settings, answerer: Answerer) -> Iterator[tuple[Office | None, str]]:
    """Everybody who writes for the bot; nobody, and a sentence that says why, where the table cannot be written."""
    from bot.chat.curation.desks import staffed
    from bot.curation.writer import Writer
    from bot.store.reading import FactTable

    try:
        with ExitStack() as stack:
            writer = stack.enter_context(Writer(path, lexicon=common.lexicon(settings), embedder=answerer.embedder))
            with suppress(BusyError):
                # a table that can be opened may still be one that cannot be written
                writer.do(lambda curation: curation.outbox.release())
            stack.pop_all()
    except FactbotError as error:
        yield None, f"Facts and settings cannot be changed from chat: {error}"
        return
    with writer, FactTable(path) as table:
        yield staffed(writer, table.settings), ""


@main.command()
@click.pass_obj
def sync(settings: Settings) -> None:
    """Tell Discord which commands there are. `factbot run` does it too, when they changed."""
    import asyncio

    from bot.chat.running import sync as sync_commands

    registration = asyncio.run(sync_commands(token=settings.token, proxy=settings.proxy or None))
    verb = "registered" if registration.changed else "registered already"
    click.echo(f"{', '.join(registration.names)}: {verb}")


@main.command()
@common.only_db
@click.pass_context
def doctor(ctx: click.Context, *, db: Path | None) -> None:
    """Say what is set up and what is not. Exit status 1 when the bot could not run."""
    from bot.checkup import checkup
    from bot.terminal import say

    settings: Settings = ctx.obj
    well = True
    for one in checkup(settings, lambda: common.table_path(settings, db)):
        mark = click.style("ok", fg="green") if one.well else click.style("--", fg="yellow" if one.optional else "red")
        say(f"{mark}  {one.name}: {one.says}")
        well = well and (one.well or one.optional)
    if not well:
        ctx.exit(1)


@contextmanager
def _answerer(settings: Settings, db: Path | None) -> Iterator[Answerer]:
    from bot.answering import Answerer
    from bot.store.reading import FactTable

    with FactTable(common.table_path(settings, db)) as table:
        yield Answerer(table, common.embedder(settings, table), lexicon=common.lexicon(settings))


def _store(settings: Settings, db: Path | None) -> FactStore:
    """The fact table to write, which must be there."""
    from bot.store.writing import FactStore

    return FactStore(common.own_table(settings, db))


def _greet(answerer: Answerer) -> None:
    click.echo("Ask me something; a number chooses among what I offer, Ctrl-D ends. For example:")
    for match in answerer.complete("", limit=3):
        click.echo(click.style(f"  {match.fact.title}", dim=True))
    click.echo()


def _read_line() -> str | None:
    """One line from the terminal, None at its end."""
    try:
        return str(click.prompt("?", prompt_suffix=" ", default="", show_default=False))
    except click.Abort:
        click.echo()
        return None


def _standard_input() -> Iterator[str]:
    """The lines of standard input, empty ones too; bytes that are no UTF-8 are read as replacement characters."""
    for line in sys.stdin.buffer:
        yield line.decode("utf-8", "replace").rstrip("\r\n")
