"""Images in an answer: taken out of its Markdown, to be shown with their description."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from bot.chat import plain
from bot.links import web_address

MOST: Final = 3
"""Images of one answer that are shown; of more, the addresses stay in the text."""

_IMAGE: Final = re.compile(
    r"!\[([^\]\n]{0,300})\]\((https?://[^\s()<>]{1,900}(?:\([^\s()]{0,100}\))?)(?: \"[^\"\n]*\")?\)"
)
_CODE: Final = re.compile(r"```.*?(?:```|\Z)|`[^`\n]+`", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Image:
    """alt: what it shows, in words. url: its address, http or https, ADDRESS units at most."""

    alt: str
    url: str


def without_images(answer: str) -> tuple[str, tuple[Image, ...]]:
    """The answer without its first images, and those. What stands in code is no image."""
    code = [span.span() for span in _CODE.finditer(answer)]
    images: list[Image] = []

    def take(found: re.Match[str]) -> str:
        address = web_address(found[2])
        if len(images) == MOST or not address or any(start <= found.start() < end for start, end in code):
            return found[0]
        images.append(Image(plain.one_line(found[1]), address))
        return ""

    return _IMAGE.sub(take, answer).strip() if "![" in answer else answer, tuple(images)
