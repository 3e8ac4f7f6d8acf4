"""Pictures of the site of a table: its search, and the fact that a link from an answer leads to."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from playwright.sync_api import sync_playwright

from bot.site.building import build
from bot.site.naming import fact_address
from bot.store.reading import FactTable

QUESTION: Final = "When will mass production of the Xiaomi car begin?"
"""The title of the fact that is linked to."""


@dataclass(frozen=True)
class View:
    """A page as somebody sees it. path: below the site's root, with what stands behind the "#"."""

    file: str
    path: str
    width: int
    height: int
    scheme: Literal["light", "dark"]


def photograph_site(browser: str, table: Path, folder: Path) -> Iterator[Path]:
    """Draw the views, and give the file of each. browser: the path of a Chromium."""
    with tempfile.TemporaryDirectory() as name, FactTable(table) as facts, sync_playwright() as driver:
        site = Path(name, "site")
        build(facts.facts(), site)
        (linked,) = [fact for fact in facts.facts() if fact.title == QUESTION]
        views = (
            View("site.png", "index.html#q=mass%20production", 640, 500, "light"),
            View("site-fact.png", fact_address(linked), 360, 500, "dark"),
        )
        chromium = driver.chromium.launch(executable_path=browser, args=["--no-sandbox"])
        for view in views:
            page = chromium.new_page(
                viewport={"width": view.width, "height": view.height}, color_scheme=view.scheme, device_scale_factor=2
            )
            page.goto(f"{site.as_uri()}/{view.path}")
            page.wait_for_load_state("networkidle")
            page.screenshot(path=folder / view.file)
            yield folder / view.file
        chromium.close()
