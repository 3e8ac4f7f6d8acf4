"""A server's facts out as a file and in from one, with a look at the difference first."""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePath
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final, Literal

from bot.curation.changes import DraftError, stamp
from bot.curation.history_record import history_record
from bot.curation.making import Made
from bot.curation.roles import Action, require
from bot.curation.values import ChangedError, GateError
from bot.curation.wording import kept_line
from bot.errors import DocumentError
from bot.facts import digest
from bot.importers import READERS, Defaults, fact_jsonl, fact_markdown, read
from bot.store.history import Author, History
from bot.store.listing import FactList

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.curation.gate import Gate
    from bot.curation.ground import Ground
    from bot.curation.roles import Person
    from bot.curation.values import Findings
    from bot.facts import Fact

LARGEST: Final = 10_000_000
"""Bytes of a file that is taken in, as large as Discord's uploads are without a boost."""
TRIED: Final = 50
"""Facts of an import whose neighbours' questions are asked."""

Form = Literal["markdown", "jsonl"]


@dataclass(frozen=True, slots=True)
class ImportPreview:
    """What an import does, or did. added, changed, retired: titles.   stamp: says what it was compared with."""

    pack: str
    added: tuple[str, ...]
    changed: tuple[str, ...]
    retired: tuple[str, ...]
    unchanged: int
    findings: Findings
    stamp: str


class ExchangeDesk:
    """Imports and exports of every server."""

    def __init__(self, ground: Ground, gate: Gate) -> None:
        self._ground = ground
        self._gate = gate

    def export(self, scope: int, form: Form = "markdown") -> str:
        """The server's own facts as a fact file; "" when it has none."""
        write = fact_markdown.write if form == "markdown" else fact_jsonl.write
        return "".join(write(self._ground.table.facts(scope=scope)))

    def history(self, scope: int) -> str:
        """Every change, the first first, a JSON object a line, as `history_record` makes them."""
        entries = reversed(History(self._ground.connection, scope).latest(-1))
        return "".join(json.dumps(history_record(entry), ensure_ascii=False) + "\n" for entry in entries)

    def preview(self, scope: int, who: Person, filename: str, data: bytes) -> ImportPreview:
        """What loading a file would do; nothing of it is kept. Raises DocumentError, TableError."""
        require(who, Action.EXCHANGE)
        with self._ground.trying():
            return self._load(scope, who, filename, data)

    def load(
        self, scope: int, who: Person, filename: str, data: bytes, *, seen: str = "", overrule: str = ""
    ) -> ImportPreview:
        """Make the pack named after the file hold exactly the file's facts.

        seen: the stamp of the preview; "" not to ask. Raises ChangedError when the facts were changed since, GateError;
        and DeniedError for a curator where every change needs a second one: a file is not reviewed fact by fact.
        """
        require(who, Action.EXCHANGE)
        if self._ground.settings(scope).second_pair:
            require(who, Action.SETTLE)
        with self._ground.writing():
            preview = self._load(scope, who, filename, data, overrule)
            if seen and seen != preview.stamp:
                raise ChangedError("these facts were changed since you looked; look again", None)
            if preview.findings.broken and not overrule:
                raise GateError(preview.findings.broken)
            return preview

    def _load(self, scope: int, who: Person, filename: str, data: bytes, overrule: str = "") -> ImportPreview:
        pack = kept_line(PurePath(filename).stem)
        before = self._facts(scope)
        why = kept_line(f"import of {pack}" + (f" (overruled: {overrule})" if overrule else ""))
        with _file(filename, data) as path:
            facts = read(path, Defaults())
            with _named(filename):
                counts = self._ground.store.replace_pack(pack, facts, scope=scope, author=Author(who.user, why))
        after = self._facts(scope)
        changed = [
            Made(0, before.get(key), after.get(key))
            for key in {**before, **after}
            if (stamp(before[key]) if key in before else "") != (stamp(after[key]) if key in after else "")
        ]
        return ImportPreview(
            pack=pack,
            added=tuple(made.after.title for made in changed if made.after and not made.before),
            changed=tuple(made.after.title for made in changed if made.after and made.before),
            retired=tuple(made.before.title for made in changed if made.before and not made.after),
            unchanged=counts.unchanged,
            findings=self._gate.findings(scope, changed[:TRIED]),
            stamp=digest("\n".join(f"{key} {stamp(fact)}" for key, fact in sorted(before.items())), 12),
        )

    def _facts(self, scope: int) -> dict[str, Fact]:
        """The scope's own facts as they stand in the writer's transaction, by id."""
        facts, _ = FactList(self._ground.connection, scope).page(-1, own=True)
        return {one.fact.id: one.fact for one in facts}


@contextmanager
def _file(filename: str, data: bytes) -> Iterator[Path]:
    """The file in a folder of its own, under its own name without the folders that may stand in it."""
    name = PurePath(filename.replace("\\", "/")).name
    if len(data) > LARGEST:
        raise DraftError("file", f"{name} has {len(data):,} bytes; {LARGEST:,} are the most")
    if PurePath(name).suffix.lower() not in READERS:
        raise DraftError("file", f"{name or 'this'} is no fact file: its name ends in {', '.join(sorted(READERS))}")
    with TemporaryDirectory(prefix="factbot-") as folder:
        path = Path(folder) / name
        path.write_bytes(data)
        yield path


@contextmanager
def _named(filename: str) -> Iterator[None]:
    """Errors name the file as the person does, not where it lies for the moment."""
    try:
        yield
    except DocumentError as error:
        raise DocumentError(PurePath(filename).name, error.line, error.problem) from error
