"""HTML pages: the text without what is around it, the questions that are marked up, and what the page says it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.importers import Defaults
from tests.importers.papers import answers, asked, facts

PAGE = """\
<!doctype html>
<html><head>
<meta charset="utf-8"><title>Opening hours — The Library</title>
<meta property="og:site_name" content="City of Rivers"><meta name="author" content="Ann Lee">
<meta property="article:published_time" content="2024-05-06T07:08:09Z">
<link rel="canonical" href="https://example.org/library">
<script>var spoken = "by a script";</script><style>p { color: red }</style>
</head><body>
<div class="cookie-banner"><p>We use cookies to make everything better for all of us.</p></div>
<nav><ul><li><a href="/">Home</a></li><li><a href="/about">About us</a></li></ul></nav>
<header><a href="/">City of Rivers</a></header>
<main>
<h1>Opening hours</h1>
<p>The library is open from <b>nine</b> to <a href="/five">five</a>, and on Saturdays from ten to two.</p>
<p hidden>This is hidden from everybody who reads the page.</p>
<p style="display: none">So is this, and for the same reason.</p>
<div class="share-buttons"><p>Share this with all of your friends at once.</p></div>
<section id="cards"><h2>Cards</h2>
<p>You need a card:</p><ul><li>for children it is free,</li><li>for adults it costs ten dollars.</li></ul>
<div class="note"><h3>Note</h3><p>Lost cards are found again more often than not.</p></div>
<dl><dt>Lost card</dt><dd>A new one costs five dollars, and takes a week to make.</dd></dl>
<table><tr><th>Branch</th><th>Phone</th></tr><tr><td>North</td><td>123</td></tr><tr><td>South</td><td>456</td></tr></table>
</section>
<h2>Can I read here?<a class="headerlink" href="#read">¶</a></h2><p>Yes, there is a reading room on every floor.</p>
<dl><dt id="food">May I eat?</dt><dd>Not in the reading rooms.</dd><dt>And drink?</dt><dd>Water is allowed.</dd></dl>
<details><summary>Is there a café?</summary><p>On the ground floor.</p></details>
<div class="related"><h3>Related news</h3><p>The swimming pool was opened by the mayor last week.</p></div>
</main>
<footer><p>© 2024 City of Rivers. All rights reserved.</p></footer>
</body></html>
"""


def test_the_text_is_kept_and_what_is_around_it_is_not(tmp_path: Path) -> None:
    """Nor what a reader does not see."""
    text = "\n".join(answers(facts(tmp_path, "library.html", PAGE)))

    assert "open from nine to five" in text and "reading room" in text
    for gone in ("cookies", "About us", "script", "color", "hidden", "same reason", "friends", "swimming", "©", "¶"):
        assert gone not in text


def test_a_page_says_what_it_is(tmp_path: Path) -> None:
    """In its head, by any of the usual conventions."""
    source = facts(tmp_path, "library.html", PAGE)[0].source

    assert (
        "Opening hours — The Library",
        "City of Rivers",
        "Ann Lee",
        "2024-05-06",
        "https://example.org/library",
    ) == (
        source.title,
        source.publisher,
        source.author,
        source.published,
        source.url,
    )


def test_lists_terms_and_rows_stand_with_what_they_belong_to(tmp_path: Path) -> None:
    """A list with its introduction, a definition with its term, a cell with its row."""
    some = facts(tmp_path, "library.html", PAGE)

    assert "You need a card:\nfor children it is free,\nfor adults it costs ten dollars." in answers(some)
    assert "Note\nLost cards are found again more often than not." in answers(some)
    assert "Lost card\nA new one costs five dollars, and takes a week to make." in answers(some)
    assert "North — Phone: 123" in answers(some)
    assert {"Cards"} == {fact.topic for fact in some if "card" in fact.answer}


def test_questions_are_headings_terms_and_summaries(tmp_path: Path) -> None:
    """Each of them leads to its own place, where it has one."""
    some = facts(tmp_path, "library.html", PAGE)

    assert {
        "Can I read here?": "Yes, there is a reading room on every floor.",
        "May I eat?": "Not in the reading rooms.",
        "And drink?": "Water is allowed.",
        "Is there a café?": "On the ground floor.",
    } == asked(some)
    assert "#food" == next(fact.anchor for fact in some if fact.title == "May I eat?")
    assert "#cards" == next(fact.anchor for fact in some if "Lost card" in fact.answer)


def test_a_place_without_an_id_is_led_to_by_its_words(tmp_path: Path) -> None:
    """Words that a browser shows once, in the text or around it; the hyphen and the comma in them are encoded."""
    page = "<title>T</title><p>It is well-known, they say.</p><p>It is well-known, I say, that it rains.</p>"
    around = "<nav>It is well-known, they say, and more.</nav>"
    defaults = Defaults(url="https://example.org/a")

    found = [facts(tmp_path, "a.html", text, defaults)[0].anchor for text in (page, page + around)]

    assert ["#:~:text=It%20is%20well%2Dknown%2C%20they", "#:~:text=It%20is%20well%2Dknown%2C%20I"] == found


@pytest.mark.parametrize("name", ["mainEntity", "@graph"])
def test_questions_of_structured_data_are_read(tmp_path: Path, name: str) -> None:
    """schema.org's FAQPage as JSON-LD; what the page shows as a question too is not said twice."""
    page = """<title>T</title><script type="application/ld+json">{"@type": "FAQPage", "%s": [
        {"@type": "Question", "name": "Is it free?", "acceptedAnswer": {"text": "<p>It is <b>free</b>.</p>"}},
        {"@type": "Question", "name": "Is it new?", "acceptedAnswer": {"text": "Quite."}}]}</script>
        <h2>Is it new?</h2><p>Very.</p>"""

    assert {"Is it new?": "Very.", "Is it free?": "It is free."} == asked(facts(tmp_path, "a.html", page % name))


def test_questions_of_microdata_are_read(tmp_path: Path) -> None:
    """Whatever their words: the page's own markup says that they ask."""
    page = """<div itemscope itemtype="https://schema.org/FAQPage"><div itemprop="mainEntity" itemscope
        itemtype="https://schema.org/Question"><h3 itemprop="name">Payment</h3><div itemprop="acceptedAnswer" itemscope
        itemtype="https://schema.org/Answer"><div itemprop="text"><p>By card.</p></div></div></div></div>
        <p>More text.</p>"""
    some = facts(tmp_path, "a.html", page)

    assert {"Payment": "By card."} == asked(some)
    assert "More text." in answers(some)


@pytest.mark.parametrize(
    ("charset", "encoding"),
    [("iso-8859-1", "windows-1252"), ("windows-1251", "windows-1251"), ("utf-8", "utf-8"), ("iso-8859-1", "utf-8")],
)
def test_the_encoding_that_a_page_names_is_believed(tmp_path: Path, charset: str, encoding: str) -> None:
    """Latin-1 is what browsers take it for, unless all of it is UTF-8."""
    text = "Текст" if encoding == "windows-1251" else "Größe – über alles"
    page = f'<meta charset="{charset}"><title>T</title><p>{text}</p>'.encode(encoding)

    assert [text] == answers(facts(tmp_path, "a.html", page))


def test_headings_beside_many_that_ask_are_questions_too(tmp_path: Path) -> None:
    """In a list of questions some are told as a story."""
    heads = ["Who?", "My disk is full", "How do I stop it?", "Why me?", "Where?"]
    page = "<h1>FAQ</h1>" + "".join(f"<h2>{head}</h2><p>Answer to {head}</p>" for head in heads)

    assert set(heads) == set(asked(facts(tmp_path, "a.html", page)))
    assert set(heads) == set(asked(facts(tmp_path, "b.html", page.replace("h2>", "b>").replace("<b>", "<p><b>"))))
