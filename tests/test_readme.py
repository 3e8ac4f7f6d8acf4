"""What the README says is so, and what a person needs to know is in the README."""

from __future__ import annotations

import inspect
import json
import os
import re
import shlex
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING

import discord
import pytest

from bot import settings
from bot.answer_json import answer_json
from bot.answering import Answerer
from bot.chat import client, places
from bot.cli import main
from bot.deciding import Policy
from bot.errors import DocumentError
from bot.importers import Defaults, fact_jsonl, fact_markdown
from bot.importers.fact_markup import KEY_NAMES
from bot.lexicon import parse
from bot.store.reading import FactTable
from tests.pictures.make import FOLDER, SCENES, Scene, answer

if TYPE_CHECKING:
    import click

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = {name: command for name, command in main.commands.items() if not command.hidden}
GENERAL = {"--help", "--version"}


def blocks(language: str) -> list[str]:
    """The contents of the fenced blocks of a language."""
    return re.findall(rf"^ *```{language}\n(.*?)^ *```$", README, re.DOTALL | re.MULTILINE)


def command_lines() -> list[list[str]]:
    """The words of every use of the program: in sh blocks, after the prompt of a console, and in the text."""
    lines = "\n".join(blocks("sh")).splitlines()
    lines += [line.removeprefix("$ ") for block in blocks("console") for line in block.splitlines() if line[:2] == "$ "]
    lines += re.findall(r"`(factbot [^`]*)`", README)
    uses = []
    for line in lines:
        for part in line.split(" && "):
            words = shlex.split(part)
            if len(words) > 1 and words[0].endswith("factbot"):
                uses.append(words[1:])
            elif words[:2] == ["docker", "run"]:
                image = len(words) - 1 - words[::-1].index("factbot")
                uses.append(words[image + 1 :] or ["run"])
    return uses


def options(command: click.Command) -> set[str]:
    """The options of a command, and of all commands of a group."""
    own = {option for parameter in command.params for option in parameter.opts if option.startswith("--")}
    return own.union(GENERAL, *map(options, getattr(command, "commands", {}).values()))


def test_the_commands_in_the_readme_are_the_programs() -> None:
    used = command_lines()
    assert len(used) > 20
    for name, *words in used:
        assert name in COMMANDS, f"factbot {name} is no command"
        for option in (word.partition("=")[0] for word in words if word.startswith("--")):
            assert option in options(COMMANDS[name]), f"factbot {name} has no {option}"


def test_every_command_is_in_the_readme() -> None:
    table = re.findall(r"^\| `factbot (\S+)` \|", README, re.MULTILINE)
    assert sorted(table) == sorted(COMMANDS)


def test_every_option_in_the_text_exists() -> None:
    known = set().union(*map(options, COMMANDS.values()))
    others = re.sub(r"^ *```.*?^ *```$", "", README, flags=re.DOTALL | re.MULTILINE)
    assert set(re.findall(r"`(--[a-z][a-z-]*)", others)) <= known


def test_every_option_of_import_and_export_is_in_the_readme() -> None:
    for name in ("import", "export"):
        for option in options(COMMANDS[name]) - GENERAL:
            assert option in README, f"factbot {name} {option}"


def test_the_settings_in_the_readme_are_the_programs() -> None:
    table = re.findall(r"^\| `([A-Z_]+)` \|", README, re.MULTILINE)
    documented = re.findall(r'"""([A-Z_]+): ', inspect.getsource(settings))
    assert len(documented) == len(fields(settings.Settings))
    assert sorted(table) == sorted([*documented, "SSL_CERT_FILE"])
    assert set(re.findall(r"\b(?:FACTBOT|DISCORD)_[A-Z_]+\b", README)) <= set(documented)
    for level in settings.LOG_LEVELS:
        assert f"`{level}`" in README


def test_the_first_command_asks_about_the_shipped_facts(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("FACTBOT_")]:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(ROOT)
    question = shlex.split(blocks("sh")[0])[-1]
    with FactTable(ROOT / "facts.db") as table:
        said = answer_json(Answerer(table).ask(question))
    assert said["outcome"] == "found"
    assert said["source"]["title"]


def test_one_command_ends_in_pytest() -> None:
    lines = [line for block in blocks("sh") for line in block.splitlines() if line.endswith("pytest")]
    assert len(lines) == 1


def test_the_constraints_pin_every_library_of_the_project() -> None:
    pins = (ROOT / ".ci" / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pinned = [pin for pin in pins if pin and not pin.startswith("#")]
    assert all(re.fullmatch(r"[\w.-]+==[\w.]+(; .+)?", pin) for pin in pinned)
    assert not any("factbot" in pin for pin in pinned)
    names = {re.split("==", pin)[0].lower().replace("_", "-") for pin in pinned}
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    required = re.findall(r'"([\w.-]+)>=[\d.]+(?:,<\d+)?"', project.partition("[project]")[2].partition("[tool.")[0])
    assert {name.lower().replace("_", "-") for name in required} - {"python"} <= names


def test_the_fact_format_reads_as_it_stands() -> None:
    (example,) = blocks("markdown")
    facts = list(fact_markdown.read(example, "handbook.md", Defaults()))
    assert [fact.title for fact in facts[:3]] == re.findall(r"^## (.+)$", example, re.MULTILINE)
    assert not facts[3].questions
    assert {fact.source.title for fact in facts} == {"Server handbook", "Pinned message in #game-nights"}
    assert {fact.topic for fact in facts} == {"Roles", "Game nights"}
    assert all(f"`{key}:`" in README for key in KEY_NAMES)


def test_the_words_read_as_they_stand() -> None:
    (example,) = [block for block in blocks("text") if block.startswith("#")]
    found = parse(example.splitlines(), "words.txt")
    assert found.same.keys() >= {"staff", "mod"}
    assert found.related.keys() >= {"raid", "boss"}
    assert found.opposites["mute"] == {"unmut"}
    assert found.stop == {"m8", "pls"}


def test_the_mistake_is_told_as_the_readme_says() -> None:
    (example,) = blocks("markdown")
    mistaken = example.replace("## Who", "##Who")
    with pytest.raises(DocumentError) as caught:
        list(fact_markdown.read(mistaken, "handbook.md", Defaults()))
    assert f"\nError: {caught.value}\n" in README


def test_the_jsonl_reads_as_it_stands() -> None:
    (example,) = blocks("jsonl")
    facts = list(fact_jsonl.read(example, "rules.jsonl", Defaults()))
    assert [fact.id[:5] for fact in facts[:1]] == ["rules"]
    assert [len(fact.questions) for fact in facts] == [2, 1, 0]
    assert all(f"`{key}`" in README for key in (*fact_jsonl.FACT_KEYS[:4], *fact_jsonl.SOURCE_KEYS))


def test_the_json_has_the_keys_of_the_program() -> None:
    (example,) = blocks("json")
    shown = json.loads(example)
    with FactTable(ROOT / "facts.db") as table:
        said = json.loads(json.dumps(answer_json(Answerer(table).ask(shown["question"], limit=1))))
    confidences = [one.pop("confidence") for one in (shown, said, *shown["matches"], *said["matches"])]
    # an id that nobody gave is made from the content, and changes with every phrasing
    ids = [one.pop("id") for one in (shown["fact"], said["fact"], *shown["matches"], *said["matches"])]
    assert all(re.fullmatch(r"b2-[0-9a-f]{16}", one) for one in ids)
    assert all(0.85 <= confidence <= 1 for confidence in confidences)
    assert shown == said


def test_the_thresholds_are_the_programs() -> None:
    policy = Policy()
    assert f"At {policy.answer:g} or more it is the answer, at {policy.suggest:g} or more" in README
    assert policy.choices == 5
    assert "at most five" in README


def test_the_invite_asks_for_what_the_bot_needs_and_no_more() -> None:
    numbers = re.findall(r"permissions=(\d+)", README)
    (number,) = map(int, numbers)
    invited = {name for name, granted in discord.Permissions(number) if granted}
    # who may write in a locked thread is nothing that a bot is invited with
    checked = set(re.findall(r"permissions\.(\w+)", inspect.getsource(places))) - {"manage_threads"}
    assert {discord.Permissions(**{name: True}).value for name in invited} == {
        discord.Permissions(**{name: True}).value for name in checked
    }
    table = README.partition("| permission |")[2].partition("\n\n")[0]
    assert len(re.findall(r"^\| [A-Z]", table, re.MULTILINE)) == len(checked)


def test_no_privileged_intent_is_asked_for() -> None:
    asked = re.search(r"discord\.Intents\((.*?)\)", inspect.getsource(client), re.DOTALL)
    assert asked
    names = dict(re.findall(r"(\w+)=(\w+)", asked[1]))
    assert names.pop("message_content") != "True"
    assert not names.keys() & {"members", "presences"}
    assert "factbot uses none" in README


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.file)
def test_the_pictures_show_what_they_should(scene: Scene) -> None:
    assert (FOLDER / scene.file).read_bytes().startswith(b"\x89PNG\r\n")
    assert f"](.pictures/{scene.file})" in README
    assert isinstance(answer(scene), scene.shows)


def test_what_the_readme_points_to_is_there() -> None:
    targets = re.findall(r"\]\(([^)#]+)\)", README)
    paths = [target for target in targets if "://" not in target]
    paths += re.findall(r"(?<![\w/])(?:bot|tests|\.ci)/[\w./-]*\w", README)
    assert len(paths) > 20
    missing = [path for path in paths if not (ROOT / path).exists()]
    assert not missing
    anchors = {
        re.sub(r"[^\w -]", "", title).lower().replace(" ", "-")
        for title in re.findall(r"^#+ (.+)$", README, re.MULTILINE)
    }
    assert set(re.findall(r"\]\(#([^)]+)\)", README)) <= anchors


def test_the_picture_of_the_house_has_every_room() -> None:
    rooms = [path.parent for path in (ROOT / "bot").glob("*/__init__.py")]
    assert rooms
    assert [room.name for room in rooms if f"bot/{room.name}/" not in README] == []
