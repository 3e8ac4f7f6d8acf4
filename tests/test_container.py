"""The Dockerfile, as far as it can be held without an engine."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path
from typing import NamedTuple

import pytest

from bot.cli import main

ROOT = Path(__file__).parents[1]


class Instruction(NamedTuple):
    word: str
    rest: str


def stages() -> list[list[Instruction]]:
    """The instructions of each stage."""
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    text = re.sub(r"(?m)^#.*\n", "", text).replace("\\\n", " ")
    found: list[list[Instruction]] = []
    for line in filter(None, map(str.strip, text.splitlines())):
        word, _, rest = line.partition(" ")
        if word == "FROM":
            found.append([])
        found[-1].append(Instruction(word, " ".join(rest.split())))
    return found


def only(stage: list[Instruction], word: str) -> str:
    (one,) = [instruction.rest for instruction in stage if instruction.word == word]
    return one


def ignored(path: str) -> bool:
    """Whether .dockerignore, all of whose lines but the last are a "*" and exceptions, keeps a path out."""
    lines = [
        line for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines() if line and line[0] != "#"
    ]
    assert lines[0] == "*"
    return f"!{path}" not in lines


def test_there_are_two_stages_on_one_base() -> None:
    build, final = stages()
    base = only(final, "FROM")
    assert only(build, "FROM") == f"{base} AS build"
    assert re.fullmatch(r"python:3\.1[1-9]-slim-\w+", base)


def test_whatever_is_copied_is_there_and_goes_to_the_engine() -> None:
    build, final = stages()
    copied = [source for word, rest in build if word == "COPY" for source in rest.split()[:-1]]
    assert {"bot", "facts.db", "pyproject.toml", ".ci/constraints.txt"} <= set(copied)
    for source in copied:
        assert (ROOT / source).exists(), source
        assert not ignored(source), source
    assert only(final, "COPY").startswith("--from=build ")


def test_what_the_build_reads_is_copied() -> None:
    build, _ = stages()
    copied = {source for word, rest in build if word == "COPY" for source in rest.split()[:-1]}
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    named = re.findall(
        r'^readme = "(.+)"|^license-files = \["(.+)"\]|^packages = \["(.+)"\]|^"(.+)" = "bot/', project, re.MULTILINE
    )
    assert {name for names in named for name in names if name} <= copied


def test_the_libraries_are_pinned_wheels_and_the_image_gets_no_pip() -> None:
    build, final = stages()
    install = only(build, "RUN")
    assert "-c .ci/constraints.txt" in install
    assert "--only-binary :all:" in install
    assert install.endswith("pip uninstall --yes pip")
    assert not [rest for word, rest in final if word == "RUN" and re.search(r"\b(pip|apt|apt-get|gcc)\b", rest)]


def test_it_does_not_run_as_root() -> None:
    _, final = stages()
    user = only(final, "USER")
    assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", user)
    number, group = user.split(":")
    words = shlex.split(only(final, "RUN"))
    assert words[words.index("-o") + 1] == number
    assert words[words.index("-g") + 1] == group


def test_the_volume_is_where_a_table_is_written() -> None:
    _, final = stages()
    (volume,) = json.loads(only(final, "VOLUME"))
    assert only(final, "WORKDIR") == volume
    assert only(final, "RUN").endswith(f" {volume}")
    words = [instruction.word for instruction in final]
    assert words.index("RUN") < words.index("USER") < words.index("VOLUME")


@pytest.mark.parametrize("word", ["ENTRYPOINT", "CMD"])
def test_processes_start_without_a_shell(word: str) -> None:
    _, final = stages()
    assert all(isinstance(part, str) for part in json.loads(only(final, word)))


def test_what_is_started_is_a_command_of_the_program() -> None:
    _, final = stages()
    assert json.loads(only(final, "ENTRYPOINT")) == ["factbot"]
    assert set(json.loads(only(final, "CMD"))) <= set(main.commands)
    options, _, health = only(final, "HEALTHCHECK").partition(" CMD ")
    program, command = json.loads(health)
    assert program == "factbot"
    assert command in main.commands
    assert {"--interval", "--timeout", "--start-period"} == {option.partition("=")[0] for option in options.split()}


def test_no_secret_is_built_in() -> None:
    for stage in stages():
        assert not [rest for word, rest in stage if word in {"ENV", "ARG"} and re.search("TOKEN|SECRET|PASSWORD", rest)]
    assert ignored(".env")
