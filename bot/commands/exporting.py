"""`factbot export` and `factbot site`: the fact table as text, and as a web site."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.commands import common
from bot.errors import SettingsError
from bot.terminal import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.settings import Settings
    from bot.store.reading import FactTable


@click.command()
@click.option(
    "--format",
    "form",
    type=click.Choice(["markdown", "jsonl", "csv"]),
    default="markdown",
    show_default=True,
    help="How it is written.",
)
@click.option("--pack", default=None, help="Only this pack.")
@click.option(
    "--history", is_flag=True, help="The changes instead of the facts, the first first, a JSON object a line."
)
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The file to write. Default: standard output.",
)
@common.table
@click.pass_obj
def export(
    settings: Settings,
    *,
    form: str,
    pack: str | None,
    history: bool,
    output: Path | None,
    db: Path | None,
    server: int,
) -> None:
    """Write the fact table as text. What is exported imports to the same facts."""
    from bot.store.reading import FactTable
    from bot.whole_file import whole_file

    with FactTable(common.table_path(settings, db)) as table:
        if pack is not None and pack not in {name for name, *_ in table.packs(server)}:
            raise SettingsError(f'there is no pack "{pack}" in {table.path}')
        pieces = _changes(table, server) if history else _facts(table, server, pack, form)
        if output is None:
            for piece in pieces:
                click.echo(piece, nl=False)
        else:
            with whole_file(output) as file:
                file.writelines(pieces)


def _facts(table: FactTable, server: int, pack: str | None, form: str) -> Iterator[str]:
    from bot.importers import fact_csv, fact_jsonl, fact_markdown

    write = {"markdown": fact_markdown.write, "jsonl": fact_jsonl.write, "csv": fact_csv.write}[form]
    return write(table.facts(pack, server))


def _changes(table: FactTable, server: int) -> Iterator[str]:
    from bot.curation.history_record import history_record

    for entry in table.history(server):
        yield json.dumps(history_record(entry), ensure_ascii=False) + "\n"


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--base-url", default="", help="Where the site will be found. Default: FACTBOT_SITE_URL.")
@common.table
@click.pass_obj
def site(settings: Settings, folder: Path, *, base_url: str, db: Path | None, server: int) -> None:
    """Write the fact table as a static web site into FOLDER: every source as a page, every fact with an address. With
    --server, what that Discord server sees.

    All or nothing; the site that an earlier run wrote there is replaced, and any other folder refused.
    """
    from bot.links import web_address
    from bot.store.reading import FactTable

    try:
        from bot.site.building import build
    except ImportError as error:
        raise SettingsError("a site needs Jinja2: pip install 'factbot[site]'") from error
    address = base_url or settings.site_url
    if address and not web_address(address):
        raise SettingsError(f'--base-url is "{address}"; it is an address that begins with http:// or https://')
    with FactTable(common.table_path(settings, db)) as table:
        built = build(table.seen(server), folder, address)
    say(f"{folder}: {built}")
