"""Addresses that a reader may follow."""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.facts import Fact, Source
from bot.links import LONGEST_LINK, passage_link, web_address
from bot.site.naming import source_page, topic_page
from tests.strategies import any_text, sources

FACT = Fact("founder", ("Who founded the club?",), "Grace Okafor did.", Source("Club handbook"))
SITE = "https://club.example/facts"
TEXT = "#:~:text=Grace%20Okafor"


def at(url: str, anchor: str = "") -> Fact:
    """The fact, in a source with this address."""
    return replace(FACT, source=replace(FACT.source, url=url), anchor=anchor)


@pytest.mark.parametrize(
    ("expected", "url"),
    [
        ("https://example.com/a%28b%29?q=1#c", "https://example.com/a(b)?q=1#c"),
        ("https://xn--80ak6aa92e.com/", "https://аррӏе.com/"),
        ("https://example.com/%E5%B7%A5", "https://example.com/工"),
        ("", "javascript:alert(1)"),
        ("", "https://bank.example@evil.example/"),
        ("", "https://example.com/\u202egpj.exe"),
        ("", "https://exa mple.com"),
        ("", "https://example.com:99999/"),
        ("", "not an address"),
        ("", "https://example.com/" + "a" * 3000),
        ("", ""),
    ],
)
def test_an_address_is_shown_with_its_true_host_or_not_at_all(expected: str, url: str) -> None:
    assert expected == web_address(url)


@given(any_text())
def test_any_text_may_be_an_address(url: str) -> None:
    for address in (url, f"https://{url}", f"https://a.example/{url}"):
        assert re.fullmatch(r"(https?://[!-~]+)?", web_address(address))


@pytest.mark.parametrize(
    ("expected", "url", "anchor"),
    [
        ("https://a.example/", "https://a.example/", ""),
        ("https://a.example/#roles", "https://a.example/", "#roles"),
        ("https://a.example/b.pdf#page=4", "https://a.example/b.pdf", "#page=4"),
        ("https://a.example/#:~:text=Grace%20Okafor", "https://a.example/", TEXT),
        # a place that the address names already stays
        ("https://a.example/#us", "https://a.example/#us", "#roles"),
        ("https://a.example/#us:~:text=Grace%20Okafor", "https://a.example/#us", TEXT),
        ("https://a.example/#us:~:text=Grace%20Okafor", "https://a.example/", "#us:~:text=Grace%20Okafor"),
        ("https://a.example/#:~:text=x", "https://a.example/#:~:text=x", TEXT),
        ("https://a.example/#us:~:text=x", "https://a.example/#:~:text=x", "#us"),
        ("https://a.example/#us:~:text=x", "https://a.example/#us:~:text=x", TEXT),
        ("https://a.example/#a%20b%23c%25", "https://a.example/", "#a b#c%"),
        ("https://a.example/", "https://a.example/", "roles"),
        ("https://a.example/", "https://a.example/", "#ro\nles"),
        # a jump link leads to its message as it is
        ("https://discord.com/channels/1/2/3", "https://discord.com/channels/1/2/3", TEXT),
        ("https://ptb.discord.com/channels/1/2/3", "https://ptb.discord.com/channels/1/2/3", "#x"),
        (f"{SITE}/source/club-handbook-DIGEST.html#f-{FACT.handle}", "", TEXT),
        (f"{SITE}/source/club-handbook-DIGEST.html#f-{FACT.handle}", "javascript:alert(1)", "#roles"),
    ],
)
def test_a_link_leads_to_the_passage(expected: str, url: str, anchor: str) -> None:
    found = passage_link(at(url, anchor), SITE)
    assert expected == re.sub("-[0-9a-f]{10}[.]", "-DIGEST.", found)


@pytest.mark.parametrize("site_url", ["", "club.example", "ftp://club.example", "javascript:alert(1)"])
def test_where_nothing_has_an_address_there_is_no_link(site_url: str) -> None:
    assert not passage_link(FACT, site_url)


def test_a_site_address_may_end_in_a_slash() -> None:
    assert passage_link(FACT, SITE) == passage_link(FACT, f"{SITE}/") == passage_link(FACT, f"{SITE}/#top")


def test_what_is_too_long_for_a_button_is_given_without_the_place() -> None:
    near, far = "https://a.example/" + "a" * 480, "https://a.example/" + "a" * 500
    assert f"{near}{TEXT[:9]}" == passage_link(at(near, TEXT[:9]))
    assert near == passage_link(at(near, TEXT + "a" * 20))
    assert near == passage_link(at(f"{near}#{'b' * 20}", TEXT))
    assert not passage_link(at(far, TEXT))
    assert passage_link(at(far, TEXT), SITE) == f"{SITE}/{source_page(at(far).source)}#f-{FACT.handle}"
    assert not passage_link(FACT, SITE + "/a" * 250)


@given(any_text(), any_text(), any_text())
def test_every_link_is_one_that_a_button_takes(url: str, anchor: str, site_url: str) -> None:
    for fact in (at(url, anchor), at(f"https://a.example/{url}", f"#{anchor}"), at("https://a.example", TEXT + anchor)):
        for site in (site_url, f"https://{site_url}", SITE):
            link = passage_link(fact, site)
            assert re.fullmatch(r"(https?://[!-~]+)?", link)
            assert len(link) <= LONGEST_LINK
            assert re.sub(r"%[0-9A-F]{2}", "", link, flags=re.IGNORECASE).count("%") == 0


@given(st.sampled_from(["", "#us", "#us:~:text=x", "#:~:text=x"]), st.text(max_size=30))
def test_what_an_address_names_is_never_lost(fragment: str, anchor: str) -> None:
    link = passage_link(at(f"https://a.example/b?c=d{fragment}", f"#{anchor}"))
    parts = urlsplit(link)
    element, _, directive = parts.fragment.partition(":~:")
    given_element, _, given_directive = fragment.removeprefix("#").partition(":~:")
    assert link.startswith("https://a.example/b?c=d")
    assert element == given_element or not given_element
    assert directive == given_directive or not given_directive


@given(sources(), st.text())
def test_a_page_has_a_name_that_every_system_takes(source: Source, topic: str) -> None:
    for page in (source_page(source), source_page(source, 2), topic_page(topic)):
        assert re.fullmatch(r"(source|topic)/([a-z0-9]+-)*[0-9a-f]{10}(-2)?[.]html", page)
        assert len(page) < 100


@pytest.mark.parametrize("title", ["../../etc", "CON", "con", "a" * 300, "", "\0", "\udcff", "工作坊", ".", "index"])
def test_a_title_does_no_harm_as_a_name(title: str) -> None:
    name = source_page(Source(title))
    assert re.fullmatch(r"source/([a-z0-9]{1,48}-)?[0-9a-f]{10}[.]html", name)
    assert name == source_page(Source(title, digest="blake2s-1"))
    assert name != source_page(Source(title, "another publisher"))
