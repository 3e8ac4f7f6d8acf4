"""Makes the README's pictures from what the program says: python -m tests.pictures.make

Each scene asks the shipped table, renders the answer as the bot does, takes the JSON that discord.py would send, and
shows that in a Discord client's looks (message.html). Those of a site are in site.py. Needs Chromium.
"""

from __future__ import annotations

import asyncio
import html
import re
import string
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from discord.http import handle_message_parameters

from bot.answering import Answerer
from bot.answers import Answer, Found, Suggestions, Unknown
from bot.chat.render import render
from bot.chat.rendered import Stage
from bot.chat.sending import arguments
from bot.store.reading import FactTable
from tests.chromium import BROWSERS, chromium

ROOT: Final = Path(__file__).parents[2]
FOLDER: Final = ROOT / ".pictures"
WIDTH: Final = 720
OPTIONS: Final = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--hide-scrollbars",
    "--force-device-scale-factor=2",
)


@dataclass(frozen=True)
class Scene:
    """A question to the bot in a channel, and the kind of answer that the picture is meant to show."""

    file: str
    asker: str
    question: str
    shows: type[Answer]


SCENES: Final = (
    Scene("answer.png", "Mara", "when does mass production of the car start?", Found),
    Scene("choices.png", "Jonas", "where will the headquarters of Xiaomi Motors be?", Suggestions),
    Scene("unknown.png", "Ines", "how much will the car cost?", Unknown),
)


def answer(scene: Scene) -> Answer:
    """What the shipped table says."""
    with FactTable(ROOT / "facts.db") as table:
        return Answerer(table).ask(scene.question)


async def payload(said: Answer) -> dict[str, Any]:
    """The JSON of the message that the bot would send."""
    message = render(said, Stage(asker=1, version=1, reports=True, curators=True))
    with handle_message_parameters(**arguments(message, embeds=True)) as parameters:
        return dict(parameters.payload or {})


def page(scene: Scene, message: dict[str, Any]) -> str:
    """The question and the message as a page in a Discord client's looks."""
    template = string.Template(Path(__file__).with_name("message.html").read_text(encoding="utf-8"))
    parts = [f'<div class="content">{_markdown(message["content"])}</div>'] if message.get("content") else []
    parts += [_embed(embed) for embed in message.get("embeds") or ()]
    parts += [_row(row) for row in message.get("components") or ()]
    asker, question = html.escape(scene.asker), html.escape(scene.question)
    return template.substitute(asker=asker, initial=asker[0], question=question, message="\n".join(parts), width=WIDTH)


def _embed(embed: dict[str, Any]) -> str:
    parts = []
    if "author" in embed:
        parts.append(f'<div class="author">{html.escape(embed["author"]["name"])}</div>')
    if "title" in embed:
        title = _markdown(embed["title"])
        parts.append(f'<div class="title">{f"<a>{title}</a>" if "url" in embed else title}</div>')
    if "description" in embed:
        parts.append(f'<div class="description">{_markdown(embed["description"])}</div>')
    if "footer" in embed:
        parts.append(f'<div class="footer">{html.escape(embed["footer"]["text"])}</div>')
    return f'<div class="embed" style="border-left-color: #{embed.get("color", 0):06x}">{"".join(parts)}</div>'


def _row(row: dict[str, Any]) -> str:
    made = (
        f'<span class="button style{button["style"]}">{html.escape(button["label"])}</span>'
        for button in row["components"]
    )
    return f'<div class="row">{"".join(made)}</div>'


def _markdown(text: str) -> str:
    """As much of Discord's Markdown as the bot's own words use: bold, code, small print, a backslash before a sign."""
    kept: list[str] = []

    def keep(found: re.Match[str]) -> str:
        kept.append(html.escape(found[1]))
        return f"\0{len(kept) - 1}\0"

    text = html.escape(re.sub(r"\\([^\w\s])", keep, text), quote=False)
    text = re.sub(r"(?m)^-# (.*)$", r"<small>\1</small>", text)
    text = re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", text)
    text = re.sub(r"`(.+?)`", r"<code>\1</code>", text)
    text = re.sub("\0(\\d+)\0", lambda found: kept[int(found[1])], text)
    return text.replace("\n", "<br>")


def photograph(browser: str, source: str, picture: Path) -> None:
    """Draw a page, as high as it is."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "page.html")
        file.write_text(source, encoding="utf-8")
        command = (browser, *OPTIONS, f"--user-data-dir={folder}/profile")
        size = f"--window-size={WIDTH},2000"
        shown = subprocess.run(
            (*command, size, "--dump-dom", file.as_uri()), check=True, capture_output=True, text=True, timeout=60
        )
        height = re.search(r"<title>(\d+)</title>", shown.stdout)
        if height is None:
            sys.exit(f"{browser} did not show the page: {shown.stderr[-500:]}")
        size = f"--window-size={WIDTH},{height[1]}"
        subprocess.run(
            (*command, size, f"--screenshot={picture}", file.as_uri()), check=True, capture_output=True, timeout=60
        )


def main() -> None:
    """Every picture, anew."""
    browser = chromium()
    if not browser:
        sys.exit(f"none of {', '.join(BROWSERS)} is installed")
    # the tests look at the scenes, and need no driver for that
    from tests.pictures.site import photograph_site

    FOLDER.mkdir(exist_ok=True)
    for scene in SCENES:
        said = answer(scene)
        if not isinstance(said, scene.shows):
            sys.exit(f"{scene.file} is meant to show {scene.shows.__name__}, and the answer is {said}")
        photograph(browser, page(scene, asyncio.run(payload(said))), FOLDER / scene.file)
        print(FOLDER / scene.file)  # noqa: T201 - a script that tells its user what it made
    for file in photograph_site(browser, ROOT / "facts.db", FOLDER):
        print(file)  # noqa: T201 - the same


if __name__ == "__main__":
    main()
