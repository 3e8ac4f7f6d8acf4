"""Where in what somebody says the question stands."""

from __future__ import annotations

import re
from typing import Final

_ASKS: Final = re.compile(r"[?？؟]\s*$")  # noqa: RUF001
_SENTENCE: Final = re.compile(r"[^.!?。！？؟\n]+(?:[.](?=\S)[^.!?。！？؟\n]*)*[.!?。！？؟\n]*")  # noqa: RUF001


def questions_in(words: str) -> str:
    """The sentences that ask, where several are said and some of them do not; else ""."""
    sentences = [sentence[0].strip() for sentence in _SENTENCE.finditer(words) if sentence[0].strip()]
    asking = [sentence for sentence in sentences if _ASKS.search(sentence)]
    return " ".join(asking) if 0 < len(asking) < len(sentences) else ""
