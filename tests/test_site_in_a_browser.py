"""The site as a reader meets it, in a real Chromium. Without one these tests are skipped; .ci/run sees to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from bot.facts import Fact
from bot.site.building import build
from bot.site.gathering import FACTS_A_PAGE
from bot.site.naming import anchor, fact_address, source_page, topic_page
from bot.text_fragments import text_fragment
from tests import library
from tests.chromium import BROWSERS, chromium

pytestmark = pytest.mark.skipif(not chromium(), reason=f"none of {', '.join(BROWSERS)} is installed")

TELEPHONE: Any = {"width": 360, "height": 740}
LONG = tuple(
    Fact(f"n{n}", (f"Question number {n} of the long list?",), f"Answer {n}.", library.HANDBOOK) for n in range(600)
)

SEARCHES = {
    "paper": ["loa printed"],
    "istanbul": ["istanbul", "ÇAY"],
    "strasse": ["STRASSE", "straße gesp"],
    "greek": ["ελλας"],
    "chinese": ["九点", "工作坊"],
    "korean": ["작업장은"],
    "thai": ["เปิด"],
    "hindi": ["कार्यशाला"],
    "ligature": ["finest x2"],
    "emoji": ["v1.4.2", "family"],
    "hours": ["تفتح الورشه الورشة"],
    "attack": ["onerror"],
}

Open = Callable[..., Page]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as driver:
        found = driver.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        yield found
        found.close()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site") / "facts"
    build((*library.FACTS, *LONG), folder)
    return folder


@pytest.fixture
def open_page(browser: Browser, site: Path) -> Iterator[Open]:
    """open_page("index.html", root="http://…", …): a page of the site, off the disk if no root is given.

    When the test is over, none of the pages may have complained.
    """
    complaints: list[str] = []
    contexts = []

    def open_one(path: str, *, root: str = "", **options: Any) -> Page:
        contexts.append(browser.new_context(**options))
        page = contexts[-1].new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(f"{root or site.as_uri()}/{path}")
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert [] == complaints


def results(page: Page, query: str) -> Locator:
    """What the search shows, once it has said how much it found."""
    page.get_by_label("Search the facts").fill(query)
    expect(page.get_by_role("status")).to_have_text("1 fact")
    return page.locator("#results > li")


def test_the_search_finds_a_fact_and_leads_to_it(open_page: Open) -> None:
    page = open_page("index.html")
    found = results(page, "ROLE coloúr settings")
    expect(found.locator("mark")).to_have_text(["role", "colour", "Settings", "Roles", "role", "Colour"])
    found.get_by_role("link").click()
    expect(page.locator(f"#{anchor(library.ROLES)}")).to_be_in_viewport()
    assert page.url.endswith(fact_address(library.ROLES))
    page.go_back()
    expect(page.locator("#results > li")).to_have_count(1)
    expect(page.get_by_label("Search the facts")).to_have_value("ROLE coloúr settings")


def test_the_search_knows_the_words_of_every_script(open_page: Open) -> None:
    page = open_page("index.html")
    for fact in library.FACTS:
        for query in SEARCHES.get(fact.id, ()):
            page.get_by_label("Search the facts").fill(query)
            expect(page.locator("#results a").first).to_have_attribute("href", fact_address(fact))


def test_the_search_shows_many_results_in_parts_and_says_when_there_are_none(open_page: Open) -> None:
    page = open_page("index.html")
    box, lines = page.get_by_label("Search the facts"), page.locator("#results > li")
    box.fill("long list")
    expect(page.get_by_role("status")).to_have_text("600 facts")
    expect(lines).to_have_count(20)
    page.get_by_role("button", name="Show more").click()
    expect(lines).to_have_count(40)
    expect(lines.nth(20).get_by_role("link")).to_be_focused()
    box.fill("xylophone")
    expect(page.get_by_role("status")).to_have_text("No fact has these words.")
    expect(lines).to_have_count(0)
    box.fill("")
    expect(page.get_by_role("status")).to_have_text("")
    assert "#" not in page.url


def test_it_works_below_a_path_of_a_server(open_page: Open, site: Path) -> None:
    handler = partial(_Quiet, directory=str(site.parent))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        page = open_page("", root=f"http://127.0.0.1:{server.server_port}/facts")
        results(page, "jam cleared").get_by_role("link").click()
        expect(page.locator(f"#{anchor(library.PASSAGES[1])}")).to_be_in_viewport()
        server.shutdown()


def test_a_fact_that_is_linked_to_is_marked_and_a_passage_then_says_where_it_stands(open_page: Open) -> None:
    page = open_page(fact_address(library.PASSAGES[1]))
    aimed, other = (page.locator(f"#{anchor(fact)}") for fact in library.PASSAGES[1::-1])
    expect(aimed).to_be_in_viewport()
    assert ground(aimed) != ground(other) == "rgba(0, 0, 0, 0)"
    expect(aimed.get_by_text("Last checked")).to_be_visible()
    expect(other.get_by_text("section 1")).to_be_hidden()
    other.get_by_role("link", name="Link to this passage").click()
    expect(other.get_by_text("section 1")).to_be_visible()
    assert ground(aimed) == "rgba(0, 0, 0, 0)"


def test_a_link_to_the_first_page_leads_on_to_the_page_that_has_the_fact(open_page: Open) -> None:
    page = open_page(fact_address(LONG[-1]))
    expect(page.locator(f"#{anchor(LONG[-1])}")).to_be_in_viewport()
    assert len(LONG) > FACTS_A_PAGE
    assert page.url.endswith(f"{source_page(library.HANDBOOK, 2)}#{anchor(LONG[-1])}")


def test_nothing_is_wider_than_a_telephone(open_page: Open, site: Path) -> None:
    page = open_page("index.html", viewport=TELEPHONE)
    for path in ("index.html", topic_page("Roles"), *sorted({source_page(fact.source) for fact in library.FACTS})):
        page.goto(f"{site.as_uri()}/{path}")
        assert page.evaluate("document.documentElement.scrollWidth") == TELEPHONE["width"], path


def test_long_lines_of_code_scroll_in_their_place(open_page: Open) -> None:
    code = open_page(fact_address(library.ROLES), viewport=TELEPHONE).locator("pre").first
    assert code.evaluate("one => one.scrollWidth > one.clientWidth")


def test_without_scripts_everything_can_be_read_and_reached(open_page: Open) -> None:
    page = open_page("index.html", java_script_enabled=False)
    expect(page.get_by_label("Search the facts")).to_be_hidden()
    page.get_by_role("link", name=library.MANUAL.title).click()
    expect(page.get_by_text("A jam is cleared from behind.")).to_be_visible()
    page.get_by_role("link", name="Topics").click()
    page.locator("summary").first.click()
    page.get_by_role("link", name="Loading").click()
    page.get_by_role("link", name="A jam is cleared from behind.").click()
    assert page.url.endswith(fact_address(library.PASSAGES[1]))


def test_it_is_dark_where_the_reader_likes_it_dark(open_page: Open) -> None:
    light, dark = (ground(open_page("index.html", color_scheme=scheme).locator("body")) for scheme in ("light", "dark"))
    assert ["rgb(251, 250, 248)", "rgb(23, 22, 21)"] == [light, dark]


def test_paper_has_the_words_and_the_addresses_only(open_page: Open) -> None:
    page = open_page(fact_address(library.ROLES))
    page.emulate_media(media="print")
    expect(page.get_by_role("navigation", name="Site")).to_be_hidden()
    after = page.locator(".original").first.evaluate("one => getComputedStyle(one, '::after').content")
    assert "https://handbook.example/en" in after


def test_the_keyboard_reaches_the_content_first(open_page: Open) -> None:
    page = open_page("index.html")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="To the content")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Search the facts")).to_be_focused()


def test_hostile_words_stay_words(open_page: Open) -> None:
    page = open_page(fact_address(library.ATTACK))
    page.on("dialog", lambda dialog: pytest.fail(dialog.message))
    expect(page.get_by_role("heading", name="<script>alert(2)</script>")).to_be_visible()
    assert ["../assets/icon.svg"] == [image.get_attribute("src") for image in page.locator("img").all()]
    search = open_page("index.html#q=onerror")
    expect(search.locator("#results > li")).to_contain_text("<img src=x onerror=alert(3)>")


def test_a_text_from_right_to_left_runs_so(open_page: Open) -> None:
    page = open_page(fact_address(library.HOURS))
    runs = "one => getComputedStyle(one).direction"
    assert ["rtl", "ltr"] == [page.locator(which).first.evaluate(runs) for which in (".question", ".top")]


def test_a_browser_follows_a_text_fragment(open_page: Open, tmp_path: Path) -> None:
    text = "The hall opens at nine. The hall opens at nine on weekdays, and at ten - or later, mostly - on Sundays."
    filler = "<p>Nothing to see here.</p>" * 200
    (tmp_path / "page.html").write_text(f"<!doctype html>{filler}<p>{text}</p>{filler}")
    for passage in (text, "The hall opens at nine on weekdays", "or later, mostly - on Sundays"):
        page = open_page(f"page.html{text_fragment(passage, text)}", root=tmp_path.as_uri())
        expect(page.get_by_text("The hall opens")).to_be_in_viewport()


def ground(element: Locator) -> str:
    return str(element.evaluate("one => getComputedStyle(one).backgroundColor"))


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the library names it so
        """Nobody reads it."""
