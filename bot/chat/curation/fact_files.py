"""Facts in from a file and out as one."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any, Final

import discord

from bot.chat import ids
from bot.chat.curation.previews import Rows, broken_lines, finding_lines, message, named
from bot.chat.curation.sentences import sentence
from bot.chat.curation.visiting import CounterPress, Visit
from bot.chat.rendered import Button, Rendered, saying
from bot.chat.sending import PROMPTLY, deliver, whisper
from bot.curation.exchange import ImportPreview
from bot.curation.roles import Action
from bot.curation.values import ChangedError, GateError
from bot.errors import BusyError, FactbotError

if TYPE_CHECKING:
    from bot.curation.desk import Curation

LARGEST: Final = 1_000_000
"""Bytes of a file that is taken in through Discord; the terminal takes larger ones."""
NAMED: Final = 5
COLUMNS: Final = ("id", "questions", "answer", "topic", "title", "publisher", "author", "published", "url", "locator",
                  "quote", "as_of", "review_by")  # fmt: skip
_DANGEROUS: Final = ("=", "+", "-", "@", "\t")
"""What begins a formula in a spreadsheet."""


async def preview_import(visit: Visit, file: discord.Attachment) -> Rendered:
    """What a file would do to the server's facts. It is kept as a draft, until that is decided."""
    say = visit.say
    if file.size > LARGEST:
        return saying(say("import-too-large", most=LARGEST // 1000))
    try:
        data = await file.read()
    except discord.DiscordException:
        return saying(say("import-not-there"))
    if len(data) > LARGEST:
        return saying(say("import-too-large", most=LARGEST // 1000))

    def look(curation: Curation) -> tuple[ImportPreview, int]:
        preview = curation.exchange.preview(visit.server, visit.who, file.filename, data)
        body = {"import": file.filename, "text": data.decode(), "stamp": preview.stamp}
        return preview, curation.drafts.keep(visit.server, visit.who, body)

    preview, number = await visit.do(look)
    held = bool(preview.findings.broken)
    whats = ("import-all", "import-cancel") if held else ("import", "import-cancel")
    return message([say("import-head"), *_lines(visit, preview)], _rows(visit, number, whats))


class ImportPress(CounterPress, template=ids.IMPORT.pattern):
    """Takes a file in that was looked at, or not."""

    action = Action.EXCHANGE

    async def serve(self, visit: Visit) -> None:
        """The button "import-all" insists although labelled questions get wrong answers; the history says so."""
        await visit.show(self._settled(visit))

    async def _settled(self, visit: Visit) -> Rendered:
        say, number = visit.say, self.number
        overrule = say("import-insisted") if self.what == "import-all" else ""

        def load(curation: Curation) -> ImportPreview | FactbotError | None:
            body: dict[str, Any] | None = curation.drafts.get(visit.server, visit.who, number)
            if body is None or "import" not in body:
                return None
            if self.what == "import-cancel":
                curation.drafts.drop(visit.server, visit.who, number)
                return None
            try:
                done = curation.exchange.load(
                    visit.server,
                    visit.who,
                    body["import"],
                    body["text"].encode(),
                    seen=body["stamp"],
                    overrule=overrule,
                )
            except BusyError:
                raise
            except FactbotError as error:
                return error
            curation.drafts.drop(visit.server, visit.who, number)
            return done

        done = await visit.do(load)
        if done is None:
            return saying(say("draft-dropped" if self.what == "import-cancel" else "draft-gone"))
        if isinstance(done, GateError):
            return message(broken_lines(done.broken, say), _rows(visit, number, ("import-all", "import-cancel")))
        if isinstance(done, ChangedError):
            return saying(say("import-meanwhile"))
        if isinstance(done, FactbotError):
            return saying(sentence(done, say))
        visit.house.curated()
        return message([say("import-done"), *_counts(visit, done)])


async def export_file(visit: Visit, form: str, *, history: bool) -> None:
    """The server's own facts as a file, seen by whoever asked for it alone."""
    interaction, say = visit.interaction, visit.say
    await deliver(lambda: interaction.response.defer(ephemeral=True, thinking=True), PROMPTLY)

    def write(curation: Curation) -> tuple[str, str]:
        if form == "csv":
            return _csv(curation.exchange.export(visit.server, "jsonl")), _history(curation)
        return curation.exchange.export(visit.server, "jsonl" if form == "jsonl" else "markdown"), _history(curation)

    def _history(curation: Curation) -> str:
        return curation.exchange.history(visit.server) if history else ""

    try:
        text, changes = await visit.do(write)
    except FactbotError as error:
        await whisper(interaction, sentence(error, say))
        return
    if not text:
        await interaction.edit_original_response(content=say("export-nothing"))
        return
    ending = {"markdown": "md", "jsonl": "jsonl", "csv": "csv"}[form]
    files = [discord.File(io.BytesIO(text.encode()), filename=f"facts-{visit.server}.{ending}")]
    if changes:
        files.append(discord.File(io.BytesIO(changes.encode()), filename=f"history-{visit.server}.jsonl"))
    await interaction.edit_original_response(content=say("export-done"), attachments=files)


def _csv(lines: str) -> str:
    """The facts as a table: a row a fact, its phrasings on lines of their own in one cell."""
    records = [json.loads(line) for line in lines.splitlines() if line.strip()]
    if not records:
        return ""
    file = io.StringIO()
    table = csv.writer(file)
    table.writerow(COLUMNS)
    for record in records:
        source = record.get("source", {})
        flat = {**source, **record, "questions": "\n".join(record.get("questions", ()))}
        table.writerow([_cell(str(flat.get(column, ""))) for column in COLUMNS])
    return file.getvalue()


def _cell(text: str) -> str:
    """No cell is taken for a formula."""
    return f"'{text}" if text.startswith(_DANGEROUS) else text


def _lines(visit: Visit, preview: ImportPreview) -> list[str]:
    return [*_counts(visit, preview), *finding_lines(preview.findings, visit.say)]


def _counts(visit: Visit, preview: ImportPreview) -> list[str]:
    say = visit.say
    lines = [say("import-pack", pack=named(preview.pack), count=preview.unchanged)]
    for key, titles in (
        ("import-added", preview.added),
        ("import-changed", preview.changed),
        ("import-retired", preview.retired),
    ):
        if titles:
            lines.append(say(key, count=len(titles)))
            lines += [f"- {named(one)}" for one in titles[:NAMED]]
            if len(titles) > NAMED:
                lines.append(f"- {say('and-more', count=len(titles) - NAMED)}")
    return lines


def _rows(visit: Visit, number: int, whats: tuple[str, ...]) -> Rows:
    return (
        tuple(
            Button(visit.say(f"button-{what}"), ids.IMPORT(what=what, number=number), primary=what == "import")
            for what in whats
        ),
    )
