"""Writes the site of some facts into a folder: the same facts make the same files, byte for byte."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from bot.facts import Fact
from bot.site.folder import whole_folder
from bot.site.gathering import gather
from bot.site.pages import Page, Pages
from bot.site.search_index import index_files

ASSETS = Path(__file__).with_name("assets")


@dataclass(frozen=True, slots=True)
class Built:
    """What a site holds."""

    facts: int
    sources: int
    topics: int

    def __str__(self) -> str:
        counts = (self.facts, "fact"), (self.sources, "source"), (self.topics, "topic")
        return ", ".join(f"{count:,} {what}{'' if count == 1 else 's'}" for count, what in counts)


def build(facts: Iterable[Fact], folder: Path, base_url: str = "") -> Built:
    """Write the site whole or not at all; an earlier one in that folder is replaced.

    base_url: the address that it will be found at, "" where that is not known. Raises SettingsError for a folder that
    holds something else, or cannot be written.
    """
    found = gather(facts)
    pages = Pages(found, base_url)
    with whole_folder(folder) as new:
        paths = []
        for page in pages.all():
            _write(new, page)
            if page.path.endswith(".html"):
                paths.append(page.path)
        for page in pages.sitemap(paths):
            _write(new, page)
        for name, text in index_files(found.places):
            _write(new, Page(f"search/{name}", text))
        shutil.copytree(ASSETS, new / "assets", copy_function=shutil.copyfile)
        # GitHub Pages then publishes the files as they are
        (new / ".nojekyll").touch()
    return Built(len(found.places), len(found.sources), len(found.topics))


def _write(folder: Path, page: Page) -> None:
    path = folder / page.path
    path.parent.mkdir(exist_ok=True)
    path.write_text(page.text, encoding="utf-8", newline="\n")
