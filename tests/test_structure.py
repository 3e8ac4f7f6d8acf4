"""The shape of the house: each library in one room, no circles, and nothing heavy where it is not used."""

from __future__ import annotations

import ast
import subprocess
import sys
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

import bot
from bot.cli import main

HOUSE = Path(bot.__file__).parent
README = HOUSE.parent / "README.md"
TREES = {path.relative_to(HOUSE): ast.parse(path.read_text(encoding="utf-8")) for path in sorted(HOUSE.rglob("*.py"))}


def name_of(path: Path) -> str:
    """The module that a file is."""
    parts = ("bot", *path.with_suffix("").parts)
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {name_of(path): tree for path, tree in TREES.items()}


def imported(tree: ast.Module) -> set[str]:
    """Every module that a file imports, wherever in it, for checking types only too."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            names = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= {name if name in MODULES else str(node.module) for name in names}
    return found


def users(library: str) -> list[str]:
    """The modules that import a library."""
    return [
        name for name, tree in MODULES.items() if any(f"{some}.".startswith(f"{library}.") for some in imported(tree))
    ]


@pytest.mark.parametrize(
    ("library", "rooms"),
    [
        ("discord", ("bot.chat.",)),
        # the bot talks to Discord through it, an import fetches pages
        ("aiohttp", ("bot.chat.", "bot.importers.fetching")),
        ("selectolax", ("bot.importers.kinds.html_outline", "bot.importers.kinds.html_page")),
        ("pypdfium2", ("bot.importers.kinds.pdf_child",)),
        ("docx", ("bot.importers.kinds.docx_document",)),
        ("openpyxl", ("bot.importers.kinds.xlsx",)),
        ("docutils", ("bot.importers.kinds.restructured",)),
        ("yaml", ("bot.importers.kinds.yaml_document",)),
        ("rapidfuzz", ("bot.matching.",)),
        ("sqlite_utils", ("bot.store.",)),
        # the importers remember on disk what they have seen, the doctor says which SQLite there is
        ("sqlite3", ("bot.store.", "bot.importers.first_seen", "bot.checkup")),
        ("numpy", ("bot.store.", "bot.matching.", "bot.embedding", "bot.fitting.", "bot.vectors")),
        ("Stemmer", ("bot.text",)),
        # only the command line takes options; the two others paint what a terminal shows
        ("bot.curation", ("bot.curation.", "bot.commands.", "bot.chat.curation.", "bot.cli")),
        ("click", ("bot.cli", "bot.commands.", "bot.terminal", "bot.evaluation.report_text")),
        ("rich", ("bot.progress",)),
        ("jinja2", ("bot.site.pages",)),
        ("markupsafe", ("bot.site.pages",)),
        ("markdown_it", ("bot.site.markup", "bot.importers.kinds.markdown")),
    ],
)
def test_a_library_is_used_in_its_room_only(library: str, rooms: tuple[str, ...]) -> None:
    """So that changing it means changing one folder."""
    assert [] == [name for name in users(library) if not name.startswith(rooms)]


def test_the_environment_is_read_by_the_command_line_only() -> None:
    """Everything else is told."""
    names = {"environ", "environb", "getenv", "putenv"}
    found = {
        module
        for module, tree in MODULES.items()
        for node in ast.walk(tree)
        if (
            isinstance(node, ast.Attribute)
            and isinstance(node.value, ast.Name)
            and (node.value.id, node.attr) in {("os", name) for name in names}
        )
        or (isinstance(node, ast.ImportFrom) and node.module == "os" and names & {alias.name for alias in node.names})
    }

    assert {"bot.cli"} == found


def test_no_imports_run_in_a_circle() -> None:
    """Those for checking types only count too."""
    graph = {
        name: {other for other in imported(tree) if other in MODULES and other != name}
        for name, tree in MODULES.items()
    }
    circle = None
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        circle = error.args[1]

    assert circle is None


@pytest.mark.parametrize(
    ("below", "above"),
    [
        (
            "bot.store",
            ("bot.curation", "bot.answering", "bot.answers", "bot.matching", "bot.chat", "bot.cli", "bot.importers"),
        ),
        ("bot.matching", ("bot.store", "bot.answering", "bot.answers", "bot.chat", "bot.cli", "bot.importers")),
        ("bot.importers", ("bot.store", "bot.answering", "bot.answers", "bot.matching", "bot.chat", "bot.cli")),
        ("bot.importers.outline", ("bot.importers.kinds", "bot.importers.readers")),
        ("bot.answering", ("bot.chat", "bot.cli", "bot.terminal", "bot.importers")),
        ("bot.chat", ("bot.cli", "bot.commands", "bot.terminal", "bot.importers", "bot.store", "bot.matching")),
        ("bot.chat.office", ("bot.chat.house", "bot.chat.client", "bot.curation")),
        ("bot.site", ("bot.store", "bot.answering", "bot.matching", "bot.chat", "bot.cli", "bot.importers")),
        ("bot.links", ("bot.store", "bot.answering", "bot.matching", "bot.chat", "bot.cli", "bot.importers")),
        ("bot.curation", ("bot.chat", "bot.cli", "bot.commands", "bot.terminal")),
        ("bot.commands", ("bot.chat", "bot.cli", "bot.matching")),
        ("bot.facts", ("bot.",)),
        ("bot.languages", ("bot.chat", "bot.answers", "bot.store", "bot.explaining")),
        ("bot.errors", ("bot.",)),
        ("bot.text", ("bot.",)),
    ],
)
def test_every_arrow_runs_down(below: str, above: tuple[str, ...]) -> None:
    """What stands below knows nothing of what stands above."""
    modules = {name: tree for name, tree in MODULES.items() if f"{name}.".startswith(f"{below}.")}

    assert [] == [
        (name, other) for name, tree in modules.items() for other in imported(tree) if other.startswith(above)
    ]


def test_only_the_command_line_knows_everybody() -> None:
    """And nobody knows it but the door."""
    assert ["bot.__main__"] == users("bot.cli")


def test_every_file_says_what_it_is() -> None:
    """One line that could hang on its door."""
    assert [] == [name for name, tree in MODULES.items() if not ast.get_docstring(tree)]


@pytest.mark.parametrize(
    ("arguments", "heavy"),
    [
        (["ask", "How many people are in the R&D team?"], ["discord", "aiohttp", "sqlite_utils", "rich"]),
        (["ask", "--json", "Who is it?"], ["discord", "aiohttp", "sqlite_utils", "rich"]),
        (["--help"], ["discord", "sqlite_utils", "rich", "numpy", "rapidfuzz", "sqlite3"]),
    ],
    ids=["ask", "ask --json", "--help"],
)
def test_nothing_heavy_is_imported_that_is_not_used(tmp_path: Path, arguments: list[str], heavy: list[str]) -> None:
    """Each would be felt at every start."""
    program = f"""
import sys
from bot.cli import main
try:
    main({arguments})
finally:
    print([name for name in {heavy} if name in sys.modules], file=sys.stderr)
"""
    result = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=False)

    assert "[]\n" == result.stderr


@pytest.mark.parametrize("command", sorted(main.commands))
def test_every_command_is_in_the_readme(command: str) -> None:
    """As it is typed."""
    assert f"factbot {command}" in README.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "name",
    [
        "DISCORD_TOKEN",
        "FACTBOT_DB",
        "FACTBOT_LOG_LEVEL",
        "FACTBOT_SITE_URL",
        "FACTBOT_PROXY",
        "FACTBOT_SEMANTIC",
        "FACTBOT_WORDS",
    ],
)
def test_every_setting_is_in_the_readme(name: str) -> None:
    """As it is spelt."""
    assert name in README.read_text(encoding="utf-8")
