"""What the person who imports a document says of it, for the places where the document itself is silent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePath

from bot.facts import Source
from bot.importers.tidying import one_line


@dataclass(frozen=True, slots=True)
class Defaults:
    """The command line's word on a document; "" where nothing was given."""

    title: str = ""
    publisher: str = ""
    url: str = ""
    published: str = ""

    def source(self, name: str, given: Mapping[str, str], digest: str = "") -> Source:
        """The source a document describes: `given` (fields of Source by name), its gaps filled from here.

        A title that nobody gave is the file's name, without its folders.
        """
        said = {field: one_line(text) for field, text in given.items()}
        return Source(
            title=said.get("title") or one_line(self.title) or one_line(PurePath(name).name),
            publisher=said.get("publisher") or one_line(self.publisher),
            author=said.get("author", ""),
            published=said.get("published") or one_line(self.published),
            url=said.get("url") or one_line(self.url),
            digest=said.get("digest") or digest,
        )
