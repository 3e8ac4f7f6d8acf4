"""The weekly digest in the curators' channel: how it went, and what waits."""

from __future__ import annotations

from bot.chat.curation.gap_list import group_line
from bot.chat.curation.previews import title
from bot.curation.minding import Digest
from bot.languages.catalogue import Language


def digest_lines(digest: Digest, say: Language) -> list[str]:
    """Counts without names, then the questions that are asked most, then what is due for a look."""
    counts = digest.counts
    lines = [
        say("digest-head", since=digest.since),
        say(
            "digest-answers",
            found=counts.get("found", 0),
            suggestions=counts.get("suggestions", 0),
            unknown=counts.get("unknown", 0),
        ),
        say("digest-changes", count=digest.changes),
    ]
    if thumbs := counts.get("thumb_up", 0):
        lines.append(say("digest-thumbs", count=thumbs))
    if digest.open_proposals:
        lines.append(say("digest-waiting", count=digest.open_proposals))
    if digest.gaps:
        lines.append(say("digest-gaps", count=digest.all_gaps))
        lines += [group_line(group, say, place) for place, group in enumerate(digest.gaps, 1)]
    if digest.due:
        lines.append(say("digest-due", count=digest.all_due))
        lines += [f"- {title(fact)} · {fact.review_by}" for fact in digest.due]
    return lines
