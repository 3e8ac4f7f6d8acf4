"""A change of the history as a JSON object, for programs and for exports."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.fact_record import to_record

if TYPE_CHECKING:
    from bot.store.history import Entry


def history_record(entry: Entry) -> dict[str, Any]:
    """The object. "by" is a Discord user's id, 0 for the terminal, -1 for a former member; "before" and "after" are
    facts, null where there was or is none."""
    return {
        "number": entry.number,
        "at": entry.at,
        "by": entry.person,
        "what": entry.what,
        "why": entry.why,
        "fact": entry.fact,
        "before": to_record(entry.before) if entry.before else None,
        "after": to_record(entry.after) if entry.after else None,
    }
