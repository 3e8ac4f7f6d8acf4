"""What went wrong with a change, in a sentence of the reader's language."""

from __future__ import annotations

from bot.curation.changes import DraftError
from bot.curation.roles import DeniedError
from bot.curation.values import ChangedError, GateError
from bot.errors import BusyError, ConflictError, FactbotError
from bot.languages.catalogue import Language

FIELDS = ("questions", "answer", "source", "review_by", "reason", "file")
"""Fields of a form that have a sentence of their own."""


def sentence(error: FactbotError, say: Language) -> str:
    """The sentence for whoever tried."""
    match error:
        case DeniedError():
            return say("curation-denied")
        case BusyError():
            return say("curation-busy")
        case DraftError() if error.field in FIELDS:
            return say(f"draft-{error.field.replace('_', '-')}")
        case DraftError():
            return say("draft-field")
        case ChangedError():
            return say("curation-meanwhile")
        case GateError():
            return say("gate-holds")
        case ConflictError():
            return say("curation-decided")
    return say("curation-refused", why=str(error).rstrip("."))
