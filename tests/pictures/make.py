"""Makes the README's pictures of messages from what the program says: python -m tests.pictures.make

Each scene asks the shipped table, renders the answer as the bot does, takes the JSON that discord.py would send, and
shows that in a Discord client's looks (message.html). Needs Chromium.
"""

from __future__ import annotations

import asyncio
import html
import re
import shutil
import string
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Final, cast

from discord.http import handle_message_parameters

from bot.answering import Answerer
from bot.answers import Answer, Found, Suggestions, Unknown
from bot.chat.buttons.why import explained
from bot.chat.house import House
from bot.chat.panels.settings_panel import settings_panel
from bot.chat.receipts import Asked
from bot.chat.render import render
from bot.chat.rendered import Stage
from bot.chat.sending import arguments
from bot.languages.catalogue import english, language
from bot.servers import ServerSettings
from bot.store.reading import FactTable

ROOT: Final = Path(__file__).parents[2]
FOLDER: Final = ROOT / ".pictures"
WIDTH: Final = 720
BROWSERS: Final = ("chromium", "chromium-browser", "google-chrome")
OPTIONS: Final = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--hide-scrollbars",
    "--force-device-scale-factor=2",
)
ONLY_YOU: Final = '<div class="ephemeral">Only you can see this · Dismiss message</div>'


@dataclass(frozen=True)
class Scene:
    """A question to the bot in a channel, and the kind of answer that the picture is meant to show.

    locale: of whoever asks by /ask, and sees the answer alone; "" for a mention that all can see.
    """

    file: str
    asker: str
    question: str
    shows: type[Answer]
    locale: str = ""


SCENES: Final = (
    Scene("answer.png", "Mara", "when does mass production of the car start?", Found),
    Scene("choices.png", "Jonas", "where will the car headquarters be?", Suggestions),
    Scene("unknown.png", "Ines", "how much will the car cost?", Unknown),
)
OTHERS: Final = (Scene("german.png", "Jonas", "how many people are in the research team?", Found, locale="de"),)
WHY: Final = Scene("why.png", "Mara", "when does mass production of the car start?", Found)
SETTINGS: Final = "settings.png"


def answer(scene: Scene) -> Answer:
    """What the shipped table says."""
    with FactTable(ROOT / "facts.db") as table:
        return Answerer(table).ask(scene.question)


async def payload(scene: Scene, said: Answer) -> dict[str, Any]:
    """The JSON of the message that the bot would send."""
    alone = bool(scene.locale)
    question = scene.question if alone else ""
    stage = Stage(language(scene.locale), 1, question, version=1, private=alone, reports=True, curators=True)
    with handle_message_parameters(**arguments(render(said, stage), embeds=True)) as parameters:
        return dict(parameters.payload or {})


async def why(scene: Scene) -> dict[str, Any]:
    """What the bot says when Why? is pressed below the answer."""
    with FactTable(ROOT / "facts.db") as table:
        house = House(Answerer(table))
        found = Answerer(table).ask(scene.question)
        assert isinstance(found, Found)
        text = await explained(house, english(), 0, Asked(scene.question), found.best.fact.handle)
        house.desk.close()
        return {"content": text}


async def settings() -> dict[str, Any]:
    """The panel of /settings on a server that has set a little."""
    with FactTable(ROOT / "facts.db") as table:
        house = House(Answerer(table))
        settled = ServerSettings(language="de", certainty=0.95, pinned=("a", "b"), site_url="https://facts.example")
        panel: Any = settings_panel(house, cast("Any", SimpleNamespace(guild=None)), settled, english())
        house.desk.close()
        return {"components": panel.to_components()}


def page(asker: str, message: dict[str, Any], *, question: str = "", used: str = "", alone: bool = False) -> str:
    """A message as a page in a Discord client's looks, below the question, or the command, that it answers."""
    template = string.Template(Path(__file__).with_name("message.html").read_text(encoding="utf-8"))
    parts = [f'<div class="content">{_markdown(message["content"])}</div>'] if message.get("content") else []
    parts += [_embed(embed) for embed in message.get("embeds") or ()]
    parts += [_component(component) for component in message.get("components") or ()]
    parts += [ONLY_YOU] if alone else []
    name, words = html.escape(asker), f'<span class="mention">@factbot</span> {html.escape(question)}'
    said = (
        f'<div class="message"><div class="avatar">{name[0]}</div><div><span class="name">{name}</span>'
        f'<span class="time">Today at 10:14</span></div><div>{words}</div></div>'
    )
    reply = f'<span class="small">{name[0]}</span><b>{name}</b> '
    reply += f'used <span class="used">{html.escape(used)}</span>' if used else words
    return template.substitute(question=said if question else "", reply=reply, message="\n".join(parts), width=WIDTH)


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


def _component(component: dict[str, Any]) -> str:
    """A row of buttons, a menu, or one of the blocks of a panel."""
    match component["type"]:
        case 1:
            return f'<div class="row">{"".join(map(_component, component["components"]))}</div>'
        case 2:
            return f'<span class="button style{component["style"]}">{html.escape(component["label"])}</span>\n'
        case 10:
            return f'<div class="text">{_markdown(component["content"])}</div>'
        case 14:
            return "<hr>"
        case 17:
            colour = f"border-left-color: #{component.get('accent_color') or 0:06x}"
            blocks = "".join(map(_component, component["components"]))
            return f'<div class="container" style="{colour}">{blocks}</div>'
    chosen = next((one["label"] for one in component.get("options", ()) if one.get("default")), "")
    shown = html.escape(chosen) if chosen else '<span class="none">Make a selection</span>'
    return f'<div class="menu{" off" if component.get("disabled") else ""}">{shown}<span>⌄</span></div>'


def _markdown(text: str) -> str:
    """As much of Discord's Markdown as the bot's own words use: bold, code, headings, lists, quotes, small print, a
    backslash before a sign."""
    kept: list[str] = []

    def keep(found: re.Match[str]) -> str:
        kept.append(html.escape(found[1]))
        return f"\0{len(kept) - 1}\0"

    text = html.escape(re.sub(r"\\([^\w\s])", keep, text), quote=False)
    text = re.sub(r"(?m)^-# (.*)$", r"<small>\1</small>", text)
    text = re.sub(r"(?m)^## (.*)\n?", r"<h2>\1</h2>", text)
    text = re.sub(r"(?m)^&gt; (.*)\n?", r"<blockquote>\1</blockquote>", text)
    text = re.sub(r"(?m)^- (.*)\n?", r"<ul><li>\1</li></ul>", text)
    text = re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", text)
    text = re.sub(r"`(.+?)`", r"<code>\1</code>", text)
    text = re.sub(r"&lt;(https?://[^&]+)&gt;", r"<a>\1</a>", text)
    text = re.sub("\0(\\d+)\0", lambda found: kept[int(found[1])], text)
    return text.replace("\n", "<br>")


def photograph(browser: str, source: str, picture: Path) -> None:
    """Draw a page, as high as it is."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "page.html")
        file.write_text(source, encoding="utf-8")
        command = (browser, *OPTIONS, f"--user-data-dir={folder}/profile")
        size = f"--window-size={WIDTH},3000"
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


def pages() -> dict[str, str]:
    """Every page by the name of its picture."""
    found = {}
    for scene in (*SCENES, *OTHERS):
        said = answer(scene)
        if not isinstance(said, scene.shows):
            sys.exit(f"{scene.file} is meant to show {scene.shows.__name__}, and the answer is {said}")
        message = asyncio.run(payload(scene, said))
        alone = bool(scene.locale)
        asked = {"used": f"/{language(scene.locale)('name-ask')}"} if alone else {"question": scene.question}
        found[scene.file] = page(scene.asker, message, alone=alone, **asked)
    found[WHY.file] = page(WHY.asker, asyncio.run(why(WHY)), question=WHY.question, alone=True)
    found[SETTINGS] = page("Ines", asyncio.run(settings()), used="/settings", alone=True)
    return found


def main() -> None:
    """Every picture, anew."""
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        sys.exit(f"none of {', '.join(BROWSERS)} is installed")
    FOLDER.mkdir(exist_ok=True)
    for file, source in pages().items():
        photograph(browser, source, FOLDER / file)
        print(FOLDER / file)  # noqa: T201 - a script that tells its user what it made


if __name__ == "__main__":
    main()
