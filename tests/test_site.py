"""The site as files: what is in them, what can never be, and what is left when something goes wrong."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from posixpath import dirname, join, normpath
from urllib.parse import urlsplit

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.cli import main
from bot.errors import SettingsError
from bot.facts import Fact, Source
from bot.links import passage_link
from bot.site import gathering
from bot.site import pages as site_pages
from bot.site.building import ASSETS, build
from bot.site.folder import MARKER, whole_folder
from bot.site.gathering import gather
from bot.site.markup import NESTED, AnswerMarkup
from bot.site.naming import anchor, fact_address, source_page, topic_page
from bot.site.pages import Pages
from bot.site.search_index import index_files, words
from bot.site.wording import excerpt, readable
from bot.store.writing import FactStore
from tests import club, library
from tests.conftest import MakeTable
from tests.strategies import any_text, fact_lists

VOID = {"meta", "link", "input", "img", "br", "hr"}


class Read(HTMLParser):
    """A page, read strictly: every element is closed where it should be."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self._open: list[str] = []
        self.feed(page)
        self.close()
        assert not self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len(attrs) == len(dict(attrs))
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data

    def every(self, name: str) -> list[str]:
        """The values of an attribute."""
        return [value or "" for _, attributes in self.elements for key, value in attributes.items() if key == name]

    def tags(self) -> list[str]:
        return [tag for tag, _ in self.elements]


def site_of(*facts: Fact, base_url: str = "") -> dict[str, str]:
    """The pages of a site, by path."""
    made = Pages(gather(facts), base_url)
    found = [*made.all()]
    assert len(found) == len({page.path for page in found})
    return {page.path: page.text for page in found}


def read(site: Mapping[str, str]) -> dict[str, Read]:
    return {path: Read(text) for path, text in site.items() if path.endswith(".html")}


def page_of(fact: Fact, site: Mapping[str, str]) -> Read:
    return Read(site[source_page(fact.source)])


def element_of(fact: Fact, site: Mapping[str, str]) -> str:
    """The HTML of one fact on its source's page."""
    found = re.search(rf'<article [^>]*id="{anchor(fact)}">.*?</article>', site[source_page(fact.source)], re.DOTALL)
    assert found
    return found[0]


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def squeezed(text: str) -> str:
    return " ".join(text.split())


def check_links(found: Mapping[str, Read]) -> None:
    """Every link inside of the site leads to a page and an element that are there; every other leads to the web."""
    assets = {f"assets/{path.name}" for path in ASSETS.iterdir()}
    for path, page in found.items():
        ids = Counter(page.every("id"))
        assert not [one for one, count in ids.items() if count > 1], path
        for address in (*page.every("href"), *page.every("src")):
            if urlsplit(address).scheme:
                assert address.startswith(("http://", "https://")), address
                continue
            assert not address.startswith("/")
            target, _, fragment = address.partition("#")
            target = normpath(join(dirname(path), target)) if target else path
            assert target in found or target in assets, (path, address)
            assert not fragment or fragment in found[target].every("id"), (path, address)


def check_harmless(found: Mapping[str, Read]) -> None:
    """Nothing runs or is loaded but the site's own script and style."""
    for path, page in found.items():
        up = "../" if "/" in path else ""
        for tag, attributes in page.elements:
            assert tag not in {"iframe", "object", "embed", "base", "style", "svg", "math"}
            assert not [name for name in attributes if name.startswith("on") or name == "style"]
            if tag in {"script", "img"}:
                assert (attributes["src"] or "").startswith(f"{up}assets/")
        assert "script" not in page.tags() or page.tags().count("script") == 1
        assert "default-src 'none'; script-src 'self'" in page.every("content")[0]


# -- what the pages show ----------------------------------------------------------------------------------------------


def test_a_question_shows_its_answer_quote_place_and_dates() -> None:
    shown = Read(element_of(library.ROLES, site_of(*library.FACTS)))
    text = squeezed(shown.text)
    assert "How do I change my role colour? Open Settings → Roles, then: pick your role press Colour" in text
    assert "Members may pick a colour." in text
    assert "Where page 4 Published 2 March 2026 True as of March 2026 Last checked 2026-11-20" in text
    assert passage_link(library.ROLES) in shown.every("href")


def test_dates_that_nobody_gave_are_not_there() -> None:
    text = Read(element_of(library.HOURS, site_of(*library.FACTS))).text
    assert not re.search("Published|True as of|Last checked", text)


def test_passages_stand_under_their_headings_in_the_order_of_the_document() -> None:
    page = site_of(*library.PASSAGES)[source_page(library.MANUAL)]
    headings = re.findall(r'<h([2-6]) class="section"[^>]*>(.*?)</h', page)
    assert [("2", "Paper"), ("3", "Loading"), ("3", "Sizes"), ("2", "Paper"), ("2", "More")] == headings
    assert '<p class="text" dir="auto" lang="">Paper goes into the tray.\n\nPrinted side down.</p>' in page
    assert [fact.handle for fact in library.PASSAGES] == re.findall(r'<article [^>]*id="f-([0-9a-f]{12})"', page)


def test_every_page_has_headings_in_order_and_landmarks() -> None:
    for path, page in read(site_of(*library.FACTS)).items():
        levels = [int(tag[1]) for tag in page.tags() if re.fullmatch("h[1-6]", tag)]
        assert levels[0] == 1 and levels.count(1) == 1
        assert all(after <= before + 1 for before, after in pairwise(levels)), (path, levels)
        assert {"header", "nav", "main", "footer", "title"} <= set(page.tags())
        assert page.elements[0] == ("html", {"lang": "en"})
        assert ("a", {"class": "skip", "href": "#content"}) in page.elements
        assert "width=device-width, initial-scale=1" in page.every("content")


def test_the_index_lists_every_source_and_topic() -> None:
    index = Read(site_of(*library.FACTS)["index.html"])
    assert {source_page(fact.source) for fact in library.FACTS} <= set(index.every("href"))
    assert {topic_page(fact.topic) for fact in library.FACTS if fact.topic} <= set(index.every("href"))
    assert "17 facts from 4 sources" in index.text
    assert "Printers & Sons · 2019 · 14 facts" in squeezed(index.text)


def test_a_topic_lists_its_facts_source_by_source() -> None:
    other = replace(library.ROLES, id="other", source=library.MANUAL)
    page = Read(site_of(library.ROLES, other)[topic_page("Roles")])
    assert [f"../{fact_address(fact)}" for fact in (other, library.ROLES)] == [
        address for address in page.every("href") if "#f-" in address
    ]
    assert "2 facts" in page.text


def test_many_topics_have_a_page_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(site_pages, "TOPICS_ON_INDEX", 2)
    site = site_of(*library.FACTS)
    assert "topics.html" in Read(site["index.html"]).every("href")
    assert topic_page("Roles") not in site["index.html"]
    assert topic_page("Roles") in site["topics.html"]
    check_links(read(site))


def test_names_that_count_are_sorted_by_their_numbers() -> None:
    facts = [Fact(str(n), (), "x", Source(f"Part {n}"), topic=f"Part {n} \u203a Chapter {n}") for n in (10, 9, 1)]
    index = Read(site_of(*facts)["index.html"]).text
    assert re.findall(r"Part (\d+)\s", index) == ["1", "9", "10"] * 2


def test_an_empty_table_makes_a_site_that_says_so() -> None:
    site = site_of()
    assert list(site) == ["index.html"]
    assert "The fact table is empty." in site["index.html"]
    check_links(read(site))


def test_a_long_source_is_divided_and_its_first_page_knows_where_each_fact_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gathering, "FACTS_A_PAGE", 3)
    facts = [Fact(str(number), (), f"Passage {number}.", library.MANUAL, "Long") for number in range(7)]
    site = site_of(*facts)
    first, second, third = [source_page(library.MANUAL, number) for number in (1, 2, 3)]
    assert [3, 3, 1] == [site[page].count("<article") for page in (first, second, third)]
    script = site[first.replace(".html", ".js")]
    assert facts[0].handle not in script
    assert re.search(rf'"{second[7:]}": "{facts[3].handle} ', script)
    assert f'"{third[7:]}": "{facts[-1].handle}"' in script
    assert f'<main id="content" data-places="{first[7:].replace(".html", ".js")}">' in site[first]
    assert "data-places" not in site[second]
    # and so is its topic, which leads to the right page at once
    topic = Read(site[topic_page("Long").replace(".html", "-3.html")])
    assert f"../{third}#{anchor(facts[-1])}" in topic.every("href")
    check_links(read(site))


def test_a_site_with_an_address_names_it_on_every_page() -> None:
    made = Pages(gather(library.FACTS), "https://club.example/facts/")
    found = {page.path: page.text for page in made.all()}
    assert '<link rel="canonical" href="https://club.example/facts/">' in found["index.html"]
    page = source_page(library.MANUAL)
    assert f'<link rel="canonical" href="https://club.example/facts/{page}">' in found[page]
    (sitemap,) = made.sitemap(list(found))
    assert f"<url><loc>https://club.example/facts/{page}</loc></url>" in sitemap.text
    assert not [*Pages(gather(library.FACTS)).sitemap(list(found))]


# -- what strangers wrote ---------------------------------------------------------------------------------------------


def test_hostile_words_are_shown_and_do_nothing() -> None:
    site = site_of(*library.FACTS)
    found = read(site)
    check_harmless(found)
    check_links(found)
    text = found[source_page(library.HOSTILE)].text
    for words_of_it in (
        "../../etc <script>alert(1)</script>", "<script>alert(2)</script>", "<img src=x onerror=alert(3)>",
        "[x](javascript:alert(4))", '"><script>alert(5)</script>', "' onclick='alert(6)", "alert(7)",
        "javascript:alert(1)",
    ):  # fmt: skip
        assert words_of_it in text
    assert "\u202e" not in "".join(site.values())


@settings(max_examples=40)
@given(fact_lists(), any_text())
def test_any_facts_make_a_sound_site(facts: list[Fact], anything: str) -> None:
    facts = [*facts, Fact("any", (anything,), anything, Source(anything, anything), anything, anything, anything)]
    site = site_of(*facts)
    found = read(site)
    check_harmless(found)
    check_links(found)
    for fact in facts:
        page = page_of(fact, site)
        assert anchor(fact) in page.every("id")
        assert fact.questions or squeezed(readable(fact.answer)) in squeezed(page.text)
        assert squeezed(readable(fact.quote)) in squeezed(page.text)
    for text in (*site.values(), *(text for _, text in index_files(gather(facts).places))):
        text.encode("utf-8")


@given(any_text(30) | st.text(alphabet="[]()<>*_`~#>-1. \n!&\\:/hxt", max_size=60))
def test_any_answer_becomes_harmless_html(answer: str) -> None:
    page = Read(AnswerMarkup().html(answer))
    assert set(page.tags()) <= {
        *("p", "br", "em", "strong", "s", "code", "pre", "ul", "ol", "li", "blockquote", "a"),
    }
    assert {name for _, attributes in page.elements for name in attributes} <= {
        *("dir", "href", "rel", "start", "class", "tabindex"),
    }
    assert all(re.match("https?://", address) for address in page.every("href"))


@pytest.mark.parametrize(
    ("expected", "answer"),
    [
        ("<p>one<br>two</p>", "one\ntwo"),
        ("<p><em>a</em> <strong>b</strong> <s>c</s> <code>d&lt;</code></p>", "*a* **b** ~~c~~ `d<`"),
        ("<ul><li>a</li><li>b</li></ul>", "- a\n- b"),
        ('<ol start="3"><li>a</li></ol>', "3. a"),
        ("<p><strong>Title</strong></p><p>text</p>", "# Title\ntext"),
        ('<p><a href="https://a.example/b_c_d?e=f&amp;g">https://a.example/b_c_d?e=f&amp;g</a>.</p>', "https://a.example/b_c_d?e=f&g."),
        ('<p>(<a href="https://a.example">https://a.example</a>)</p>', "(https://a.example)"),
        ('<p><a href="https://a.example">https://b.example</a></p>', "[https://b.example](https://a.example)"),
        ('<p><a href="https://a.example">https://a.example</a></p>', "<https://a.example>"),
        ("<p>[a](javascript:b) [c](data:d) &lt;vbscript:e&gt;</p>", "[a](javascript:b) [c](data:d) <vbscript:e>"),
        ("<p>[a](https://b@c.example) https://b@c.example</p>", "[a](https://b@c.example) https://b@c.example"),
        ("<p>&lt;b&gt; &amp;amp;</p>", "<b> &amp;"),
        ('<pre tabindex="0"><code>&lt;x&gt;\n</code></pre>', "```html\n<x>\n```"),
        ("", ""),
    ],
)  # fmt: skip
def test_the_markdown_of_answers(expected: str, answer: str) -> None:
    made = AnswerMarkup().html(answer).replace(' dir="auto"', "").replace(' rel="nofollow noopener"', "")
    assert expected == re.sub(r">\n(?!</code)", ">", made)


def test_an_answer_that_goes_too_deep_is_shown_whole_as_plain_text() -> None:
    for deep in (">" * 3 * NESTED + " the end", "- " * 3 * NESTED + "the end"):
        assert f'<p class="plain" dir="auto">{deep.replace(">", "&gt;")}</p>\n' == AnswerMarkup().html(deep)


def test_every_text_of_a_document_decides_which_way_it_runs() -> None:
    site = site_of(library.HOURS)
    for page in (source_page(library.ARABIC), topic_page("الزيارة"), "index.html"):
        marked = re.sub(r'<(\w+)[^>]* dir="auto"[^>]*>.*?</\1>|<title>.*?</title>', "", site[page], flags=re.DOTALL)
        assert not re.search("[\u0600-\u06ff]", marked), page


@given(any_text(), st.integers(2, 40))
def test_an_excerpt_is_a_beginning(text: str, longest: int) -> None:
    short = excerpt(text, longest)
    assert len(short) <= longest
    assert " ".join(readable(text).split()).startswith(short.removesuffix("…").rstrip())


# -- the search index -------------------------------------------------------------------------------------------------


@given(any_text())
def test_any_text_has_words_that_the_index_can_hold(text: str) -> None:
    assert all(word and not re.search(r'[\s"$]', word) for word in words(text))


def test_words_are_folded_and_cut() -> None:
    assert ["don", "t", "strasse", "cafe", "2"] == words("Don't STRASSE Café ²")
    assert ["工作", "作坊", "r", "d"] == words("工作坊 R&D")


def test_every_word_is_in_the_file_that_its_beginning_names() -> None:
    facts = [Fact(str(n), (f"word{n:05} is {'x' * 900}{n}",), f"answer{n}", library.MANUAL) for n in range(3000)]
    made = dict(index_files(gather(facts).places))
    starts = dict(re.findall(r'"([^"]*)": (\d+)', made["index.js"]))
    assert len(starts) > 2
    for start, number in starts.items():
        text = made[f"words-{number}.js"]
        lines = re.findall(r'^"(\S+) ', text, re.MULTILINE)
        assert lines
        assert all(line.startswith(start.removesuffix("$")) for line in lines)
        assert len(text) < 60_000
    assert len([name for name in made if name.startswith("facts-")]) == 60
    assert made["index.js"].startswith("factbot.index(3000, 50, {")


# -- writing it -------------------------------------------------------------------------------------------------------


def test_the_same_facts_make_the_same_bytes(club_path: Path, tmp_path: Path) -> None:
    for seed in ("1", "2"):
        subprocess.run(
            [sys.executable, "-m", "bot", "site", str(tmp_path / seed), "--db", str(club_path)],
            env={**os.environ, "PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
        )
    assert files(tmp_path / "1") == files(tmp_path / "2")


def test_pages_of_an_earlier_run_go_and_what_others_put_there_stays(tmp_path: Path) -> None:
    site = tmp_path / "site"
    build(library.FACTS, site, "https://club.example")
    (site / "CNAME").write_text("club.example")
    (site / ".git").mkdir()
    (site / ".git" / "HEAD").write_text("ref")
    before = files(site)
    build([library.ROLES], site)
    after = files(site)
    assert source_page(library.MANUAL) in before
    assert source_page(library.MANUAL) not in after
    assert "sitemap.xml" in before and "sitemap.xml" not in after
    assert after["CNAME"] == b"club.example" and after[".git/HEAD"] == b"ref"
    assert [site] == list(tmp_path.iterdir())
    build(library.FACTS, site, "https://club.example")
    assert before == files(site)


def test_an_empty_folder_and_a_link_are_taken(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    mode = (tmp_path / "empty").stat().st_mode
    (tmp_path / "link").symlink_to("empty")
    build([library.ROLES], tmp_path / "link")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "empty" / "index.html").is_file()
    assert mode == (tmp_path / "empty").stat().st_mode


@pytest.mark.parametrize(
    "make", [lambda path: (path.mkdir(), (path / "x").touch()), Path.touch], ids=["folder", "file"]
)
def test_what_is_no_site_is_refused_in_one_sentence(tmp_path: Path, make: Callable[[Path], object]) -> None:
    make(tmp_path / "mine")
    before = files(tmp_path)
    with pytest.raises(SettingsError, match=r"mine is (not empty and was not made by|a file)"):
        build([library.ROLES], tmp_path / "mine")
    assert before == files(tmp_path)


def test_a_folder_that_cannot_be_made_is_told_in_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"cannot be written to .*: No such file or directory"):
        build([library.ROLES], tmp_path / "missing" / "site")


def test_a_run_that_fails_leaves_the_site_as_it_was(tmp_path: Path) -> None:
    site = tmp_path / "site"
    build([library.ROLES], site)
    before = files(site)

    def failing() -> Iterable[Fact]:
        yield library.HOURS
        raise SettingsError("the table is gone")

    with pytest.raises(SettingsError, match="the table is gone"):
        build(failing(), site)
    with suppress(KeyboardInterrupt), whole_folder(site) as new:
        (new / "index.html").touch()
        raise KeyboardInterrupt
    assert before == files(site)
    assert [site] == list(tmp_path.iterdir())


def test_a_swap_that_fails_is_undone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = tmp_path / "site"
    build([library.ROLES], site)
    (site / "CNAME").write_text("club.example")
    before = files(site)
    rename = Path.rename

    def refuse(path: Path, target: Path) -> Path:
        if path.name == "new":
            raise OSError(16, "Device or resource busy")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(SettingsError, match="Device or resource busy"):
        build([library.HOURS], site)
    assert before == files(site)
    assert [site] == list(tmp_path.iterdir())


def test_the_marker_lists_what_is_ours(tmp_path: Path) -> None:
    build([library.ROLES], tmp_path / "site")
    listed = (tmp_path / "site" / MARKER).read_text().split()
    assert sorted(path.name for path in (tmp_path / "site").iterdir()) == listed


# -- the command ------------------------------------------------------------------------------------------------------


def test_the_command_says_what_it_wrote(club_path: Path, tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["site", str(tmp_path / "site"), "--db", str(club_path)])
    assert f"{tmp_path / 'site'}: 10 facts, 1 source, 5 topics\n" == result.output
    assert club.FOUNDER.answer in (tmp_path / "site" / source_page(club.HANDBOOK)).read_text()


def test_a_servers_facts_are_published_only_where_it_is_named(make_table: MakeTable, tmp_path: Path) -> None:
    path = make_table(club.FOUNDER, club.FEE)
    with FactStore(path) as store:
        store.replace_pack("own", [replace(club.FEE, answer="It is free here.")], scope=111)
    for name, options, answer in (("all", (), club.FEE.answer), ("here", ("--server", "111"), "It is free here.")):
        CliRunner().invoke(main, ["site", str(tmp_path / name), "--db", str(path), *options])
        page = (tmp_path / name / source_page(club.HANDBOOK)).read_text()
        assert [answer] == [one for one in (club.FEE.answer, "It is free here.") if one in page]
        assert club.FOUNDER.answer in page


def test_the_address_may_come_from_the_setting(club_path: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    CliRunner().invoke(
        main, ["site", str(site), "--db", str(club_path)], env={"FACTBOT_SITE_URL": "https://club.example"}
    )
    assert '<link rel="canonical" href="https://club.example/">' in (site / "index.html").read_text()


@pytest.mark.parametrize(
    "arguments", [("site", "."), ("site", "new", "--base-url", "ftp://x"), ("site", "new", "--db", "x")]
)
def test_what_cannot_be_done_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, make_table: MakeTable, arguments: tuple[str, ...]
) -> None:
    make_table(club.FOUNDER)
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(main, arguments)
    assert (2, "") == (result.exit_code, result.stdout)
    assert re.fullmatch(r"Error: .+\n", result.stderr)
    assert ["facts.db"] == [path.name for path in tmp_path.iterdir()]


def test_without_its_libraries_the_command_says_what_to_install(
    club_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in sys.modules if name.startswith("bot.site.") and name != "bot.site.naming"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "jinja2", None)
    result = CliRunner().invoke(main, ["site", str(tmp_path / "site"), "--db", str(club_path)])
    assert "Error: a site needs Jinja2: pip install 'factbot[site]'\n" == result.stderr


# -- its looks --------------------------------------------------------------------------------------------------------


def _luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    digits = "".join(2 * digit for digit in digits) if len(digits) == 3 else digits
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_every_colour_of_text_can_be_read_on_every_ground(scheme: int) -> None:
    style = (ASSETS / "site.css").read_text(encoding="utf-8")
    palette = dict(re.findall(r"--(\w+): (#[0-9a-f]+)", re.findall(r":root \{(.*?)\}", style, re.DOTALL)[scheme]))
    for ink in ("ink", "soft", "link"):
        for ground in ("paper", "card", "lit", "code") + (("mark",) if ink != "soft" else ()):
            lighter, darker = sorted((_luminance(palette[ink]), _luminance(palette[ground])), reverse=True)
            assert (lighter + 0.05) / (darker + 0.05) >= 4.5, (ink, ground)
