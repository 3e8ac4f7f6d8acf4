"""Ordinary Markdown, and how it is told from fact Markdown."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given

from bot.facts import Fact
from bot.importers import fact_markdown, fact_shape
from tests import strategies
from tests.importers.papers import answers, asked, facts, mistake

GUIDE = """\
---
title: The guide
author: Ann
date: 2024-05-06
tags: [a, b]
---

# The guide

[Install](#install) | [Use](#use)

It does **all** of it, see [the *other* page](other.md).

## Install & run

### Docker

Run it in a container, with the port that you want it to listen on:

```sh
docker run -p 8080 guide
```

| Option | Default | Meaning |
| --- | --- | --- |
| `--port` | 8080 | where it listens |
| `--quiet` | off | says nothing |

## How do I stop it?

Press Ctrl-C once. It ends what it is doing first, which may take up to a minute.

**Can I press it twice?** Then it ends at once.

<details>
<summary>What is lost then?</summary>

Nothing that was acknowledged.

</details>

## Install & run

Again.
"""


def test_a_guide_gives_passages_with_their_trail_of_headings(tmp_path: Path) -> None:
    """Links and emphasis are their words, code stays with what introduces it, a list of links is left out."""
    some = facts(tmp_path, "guide.md", GUIDE)
    docker = next(fact for fact in some if "container" in fact.answer)

    assert "It does all of it, see the other page." == some[0].answer
    assert docker.answer.endswith("listen on:\ndocker run -p 8080 guide")
    assert ("Install & run › Docker", "“Install & run › Docker”, line 18", "#docker") == (
        docker.topic,
        docker.locator,
        docker.anchor,
    )
    assert ("The guide", "Ann", "2024-05-06") == (some[0].source.title, some[0].source.author, some[0].source.published)


def test_headings_of_one_name_have_ids_of_their_own(tmp_path: Path) -> None:
    """As GitHub numbers them."""
    again = next(fact for fact in facts(tmp_path, "guide.md", GUIDE) if fact.answer == "Again.")

    assert again.anchor == "#install--run-1"


def test_a_row_of_a_table_says_what_it_is_about(tmp_path: Path) -> None:
    """The row's name stands before each of its cells."""
    row = next(fact for fact in facts(tmp_path, "guide.md", GUIDE) if "--port" in fact.answer)

    assert row.answer == "`--port` — Default: 8080\n`--port` — Meaning: where it listens"


def test_questions_are_found_in_headings_bold_words_and_details(tmp_path: Path) -> None:
    """Each with what stands below it or beside it."""
    found = asked(facts(tmp_path, "guide.md", GUIDE))

    assert found["How do I stop it?"].startswith("Press Ctrl-C once.")
    assert found["Can I press it twice?"] == "Then it ends at once."
    assert found["What is lost then?"] == "Nothing that was acknowledged."


DOCUMENTS = [
    "# Title\n\nText.\n\n## Section\n\nMore text.",
    "---\ntitle: T\n---\n\nAn introduction.\n\n## Section\n\nText.",
    "---\ntitle: T\nlayout: page\n---\n\n## Section\n\nText.",
    "## How do I?\n\n- first\n- second",
    "## Links\n\nSee below.\n\nSource: a friend",
    "Text alone.",
    "```\n## Who?\n- what\n\nId: x\n```\n",
]
FACT_FILES = [
    "## How?\n\nSo.\n\nId: x",
    "# T\n\nStray text.\n\n## How?\n\nSo.\n\nWhere: page 4",
    "## How?\n- so\n- or so\n\nYes.",
    "##\n\nA passage.",
    "---\ntitle: T\npublisher: P\n---\n\nStray text.\n\n## How?\n\nSo.",
    "---\ntitle: T\n---\n\n# Topic\n\n## how\n\nSo.",
    "\n---\ntitle: T\nurl: https://example.org\n---\n## How?",
]


@pytest.mark.parametrize(
    ("expected", "text"), [*((False, text) for text in DOCUMENTS), *((True, text) for text in FACT_FILES)]
)
def test_a_fact_file_is_told_by_its_shape(expected: bool, text: str) -> None:
    """A fact file with a mistake in it is still one."""
    assert expected == fact_shape.is_fact_markdown([text], "a.md")


def test_a_mistake_in_a_fact_file_stays_a_mistake(tmp_path: Path) -> None:
    """It is not read as a document instead."""
    text = "# T\n\nStray text.\n\n## How?\n\nSo.\n\nId: x"

    assert mistake(tmp_path, "a.md", text).startswith("3: this text belongs to no question")


@given(strategies.fact_lists())
def test_every_export_is_told_to_be_a_fact_file(some: list[Fact]) -> None:
    """Whatever the facts are."""
    assert fact_shape.is_fact_markdown(["".join(fact_markdown.write(some))], "a.md")


@given(strategies.markdown_documents())
def test_looking_at_a_file_never_breaks(text: str) -> None:
    """It says yes or no, or one sentence."""
    told = fact_shape.is_fact_markdown([text], "a.md")

    assert told or not text.startswith("##\n")


def test_a_long_answer_is_found_as_passages_too(tmp_path: Path) -> None:
    """The question's own answer ends where a block ends."""
    text = "\n\n".join(f"Paragraph {number}: " + "it goes on and on. " * 20 for number in range(8))
    some = facts(tmp_path, "a.md", f"# FAQ\n\nIntro text.\n\n## Why is it long?\n\n{text}\n")

    assert 300 < len(asked(some)["Why is it long?"]) <= 2_000
    assert sum(fact.topic.endswith("Why is it long?") for fact in some) == 8
    assert all("Paragraph 7" not in answer or len(answer) < 900 for answer in answers(some))


@pytest.mark.parametrize(
    "text", ["Q: Where?\nA: There.\n", "**Q:** Where?\n**A:** There.\n", "Q: Where?\n\nA: There.\n"]
)
def test_an_answer_may_stand_right_below_its_question(tmp_path: Path, text: str) -> None:
    """Markdown makes one paragraph of them."""
    (found,) = facts(tmp_path, "faq.md", f"# FAQ\n\n{text}")

    assert (("Where?",), "There.") == (found.questions, found.answer)
