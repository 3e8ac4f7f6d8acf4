"""Lines that were wrapped at a margin are put together again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

_HYPHENATED = re.compile(r"(\w+)-$")
_WORD = re.compile(r"\w+(?:-\w+)*")


@dataclass(frozen=True, slots=True)
class Wrapping:
    r"""How a text is wrapped.

    margin: the length of its long lines; 0 where a line is a paragraph. words: all it has, to tell "non-\nempty"
    from "hyphen-\\nation".
    """

    margin: int
    words: frozenset[str] = field(repr=False)

    @classmethod
    def of(cls, text: str) -> Wrapping:
        """The wrapping that the lengths of a text's lines show."""
        lengths = sorted(len(line.rstrip()) for line in text.splitlines() if len(line.strip()) > 20)
        margin = lengths[len(lengths) * 9 // 10] if lengths else 0
        return cls(margin if 40 <= margin <= 140 else 0, frozenset(_WORD.findall(text.casefold())))

    def continues(self, line: str) -> bool:
        """Whether the line's paragraph goes on in the next line: it reaches the margin, nearly."""
        return bool(self.margin) and len(line.rstrip()) > self.margin * 0.6

    def joined(self, lines: Sequence[str]) -> str:
        """One line of them; a word that was cut at a line's end is whole again."""
        text = ""
        for line in (" ".join(raw.split()) for raw in lines):
            if text and (cut := _HYPHENATED.search(text)) and line[:1].islower():
                rest = _WORD.match(line)
                whole = cut[1] + (rest[0] if rest else "")
                apart = f"{cut[1]}-{rest[0] if rest else ''}".casefold()
                text = text[:-1] + line if whole.casefold() in self.words or apart not in self.words else text + line
            elif text.endswith("-") and line[:1].isalnum():
                text += line
            else:
                text = f"{text} {line}" if text else line
        return text
