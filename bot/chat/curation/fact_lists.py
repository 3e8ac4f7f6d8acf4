"""Lists with pages: facts, what a search finds, and what was changed."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from bot.chat import ids
from bot.chat.curation.previews import Rows, message, named, title
from bot.chat.curation.visiting import CounterPress, Visit
from bot.chat.rendered import Button, Rendered
from bot.facts import digest

if TYPE_CHECKING:
    from bot.curation.reading import Entry

PAGE: Final = 10
NONE: Final = "0" * 12
"""In the place of a handle where a list is about no single fact or topic."""
FILTERS: Final = ("all", "own", "due", "hidden")


async def fact_list(visit: Visit, only: str, topic: str = "", offset: int = 0) -> Rendered:
    """A page of the server's facts, its own first."""
    say = visit.say
    page = await visit.do(
        lambda curation: curation.facts.page(
            visit.server,
            topic=topic,
            due=only == "due",
            own=only == "own",
            hidden=only == "hidden",
            offset=offset,
            limit=PAGE,
        )
    )
    lines = [say("list-head", count=page.total, what=say(f"only-{only}"))]
    if topic:
        lines[0] += f" · {named(topic)}"
    for listed in page.items:
        marks = [say("list-own") if listed.own else "", say("list-hidden") if listed.hidden else ""]
        if listed.fact.review_by and only == "due":
            marks.append(f"{say('field-review-by')}: {listed.fact.review_by}")
        lines.append(" · ".join([f"- {title(listed.fact)}", *filter(None, marks)]))
    handle = digest(topic, 12) if topic else NONE
    return message(lines, _pager(visit, only, handle, offset, page.more))


async def found_facts(visit: Visit, words: str) -> Rendered:
    """The facts that fit the words best."""
    facts = await visit.do(lambda curation: curation.facts.search(visit.server, words, PAGE))
    lines = [visit.say("search-head", count=len(facts), words=named(words))]
    return message([*lines, *(f"- {title(fact)}" for fact in facts)])


async def history(visit: Visit, handle: str = "", below: int = 0) -> Rendered:
    """What was changed, the latest first; each change with a button that takes it back."""
    say = visit.say
    entries = await visit.do(
        lambda curation: curation.facts.history(visit.server, handle, below=below or None, limit=PAGE + 1)
    )
    shown = entries[:PAGE]
    lines = [say("history-head") if shown else say("history-nothing"), *(_entry(visit, entry) for entry in shown)]
    older = shown[-1].number if len(entries) > PAGE else 0
    return message(lines, _pager(visit, "history", handle or NONE, below, older))


class Turn(CounterPress, template=ids.LIST.pattern):
    """Turns to another page of a list."""

    async def serve(self, visit: Visit) -> None:
        """What the list was about stands in the id; what it shows is what is there now."""
        if self.what == "history":
            await visit.show(history(visit, "" if self.handle == NONE else self.handle, self.number))
        elif self.what in FILTERS:
            await visit.show(self._facts(visit))

    async def _facts(self, visit: Visit) -> Rendered:
        topics: tuple[str, ...] = ()
        if self.handle != NONE:
            topics = await visit.do(lambda curation: curation.facts.topics(visit.server, limit=100_000))
        topic = next((one for one in topics if digest(one, 12) == self.handle), "")
        return await fact_list(visit, self.what, topic, self.number)


def _pager(visit: Visit, what: str, handle: str, here: int, more: int) -> Rows:
    """Back and on. Of what counts downwards the way back is to the beginning."""
    back = [max(here - PAGE, 0)] if here and what != "history" else [0] if here else []
    found = [Button(visit.say("button-back"), ids.LIST(what=what, handle=handle, number=one)) for one in back]
    if more:
        found.append(Button(visit.say("button-next"), ids.LIST(what=what, handle=handle, number=more)))
    return (tuple(found),) if found else ()


def _entry(visit: Visit, entry: Entry) -> str:
    say = visit.say
    fact = entry.after or entry.before
    who = say("by-terminal") if entry.person == 0 else say("by-former") if entry.person < 0 else f"<@{entry.person}>"
    when = f"<t:{int(datetime.fromisoformat(entry.at).replace(tzinfo=UTC).timestamp())}:R>"
    line = say(
        "history-entry",
        number=entry.number,
        what=say.term("changes", entry.what),
        title=title(fact) if fact else named(entry.fact),
        who=who,
        when=when,
    )
    return f"- {line}" + (f" · {named(entry.why)}" if entry.why else "")
