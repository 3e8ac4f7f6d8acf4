"""Whether words stand in a document as it was decoded."""

from __future__ import annotations

from bot.importers.outline.blocks import clean

_IGNORED = dict.fromkeys(
    map(ord, " \t\n\r\v\f\x1c\x1d\x1e\x1f\x85\xa0\u2007\u2028\u2029\u202f\u3000-\u2010\u00ad\u200b")
)


class Witness:
    """A document's text, in which white space and hyphens do not count: a line may be wrapped anywhere.

    Asked in the order of the document, it looks through the text once.
    """

    def __init__(self, text: str) -> None:
        self._text = _squeezed(text)
        self._at = 0

    def holds(self, words: str) -> bool:
        """Whether every line of the words stands in the document."""
        return all(map(self._holds, words.split("\n")))

    def _holds(self, line: str) -> bool:
        sought = _squeezed(line)
        found = self._text.find(sought, self._at)
        if found < 0:
            found = self._text.find(sought)
        if found >= 0:
            self._at = found
        return found >= 0


def _squeezed(text: str) -> str:
    return "".join(clean(text).translate(_IGNORED).split())
