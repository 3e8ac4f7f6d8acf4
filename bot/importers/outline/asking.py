"""Whether a heading or a line asks something, with or without a question mark, in several languages."""

from __future__ import annotations

import re

_MARK = re.compile(r"[?\uff1f\u061f][\s!\"'”’»)\]*_¶.…]*$")
_NUMBER = re.compile(
    r"^(?:Chapter|Section|Part|Appendix|Kapitel|Abschnitt)\s+\w{1,5}[.:]\s+|^\(?(?:\d+(?:\.\d+)*|[A-Z]\d*(?:\.\d+)*|[IVX]+|[a-z])[.):]\s+|^\d+(?:\.\d+)+\s+|^§\s*\d+\s+"
)
_VERBS = r"is|are|was|were|do|does|did|can|could|should|would|will|must|may|might|has|have|had"
_OPENINGS = re.compile(
    rf"""(?:how\s\S+\s\S                                            # "How to install", "How it works"
    |what(?:['’]s|\s(?:{_VERBS}|happens|about|if|kinds?|sorts?))\s\S
    |why\s(?:{_VERBS}|not|did)\s\S
    |(?:where|when|who)\s(?:{_VERBS})\s\S
    |which\s.*\b(?:{_VERBS})\b
    |(?:can|may|should|do|must|shall|will)\s(?:i|we|you|my|it|they|someone|anyone)\s\S
    |(?:is|are)\s(?:there|it|this|my|you)\s\S
    |(?:wie|warum|wieso|weshalb|wozu|wann|wo|woher|wohin|wer|wem|wen)\s\S+\s\S
    |was\s(?:ist|sind|bedeutet|passiert|kostet|kann|muss|mache|tun)\b
    |(?:kann|darf|muss|soll)\s(?:ich|man|wir)\s\S
    |(?:comment|pourquoi|combien)\s\S+\s\S
    |(?:qu['’]est-ce|que?l(?:le)?s?\s(?:est|sont))\b
    |[¿]
    |(?:cómo|por\squé|cuándo|dónde|quién|cuál|cuánto)\s\S
    )""",
    re.IGNORECASE | re.VERBOSE,
)  # fmt: skip


def marked_question(text: str) -> bool:
    """Whether the text ends as a question does."""
    return _MARK.search(text) is not None


def asks(text: str) -> bool:
    """Whether a heading asks: by its question mark, or by how it opens."""
    bare = unnumbered(text).strip("*_\"'“”„ ")
    return marked_question(bare) or (_OPENINGS.match(bare) is not None and not bare.endswith((".", ":", ";", "!")))


def unnumbered(text: str) -> str:
    """A heading without its number: "3.2 Roles" is "Roles"."""
    bare = _NUMBER.sub("", text, count=1)
    return bare if bare.strip() else text
