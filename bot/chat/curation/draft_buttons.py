"""The buttons of a preview: keep it, change it, insist on it, or give it up."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from bot.chat import ids
from bot.chat.curation.drafting import drop, rewrite, settle
from bot.chat.curation.fields import written
from bot.chat.curation.forms import fact_form, reason_form
from bot.chat.curation.visiting import CounterPress, Visit
from bot.chat.sending import whisper
from bot.curation.changes import Change
from bot.curation.roles import Action, may

if TYPE_CHECKING:
    from bot.curation.desk import Curation

MAKING = frozenset({"keep", "propose", "overwrite", "again"})


class DraftPress(CounterPress, template=ids.DRAFT.pattern):
    """One of them. The draft must be the presser's own."""

    async def serve(self, visit: Visit) -> None:
        """Does what it says."""
        if self.what in MAKING:
            await visit.show(settle(visit, self.number))
        elif self.what == "cancel":
            await visit.show(drop(visit, self.number))
        elif self.what == "change":
            await self._change(visit)
        elif self.what == "offered":
            await self._offered(visit)
        elif self.what == "overrule" and may(visit.who.role, Action.OVERRULE):
            form_id = ids.REASON(what="overrule", number=self.number)
            form = reason_form(visit.say, form_id, visit.say("overrule-title"), visit.say("overrule-help"))
            await visit.interaction.response.send_modal(form)
        else:
            await whisper(visit.interaction, visit.say("curation-denied"))

    async def _change(self, visit: Visit) -> None:
        """The form again, as it was filled in."""
        body = await visit.promptly(self._body(visit))
        change = Change.from_json(body["change"]) if body else None
        if change is None or change.draft is None:
            await whisper(visit.interaction, visit.say("draft-gone"))
            return
        text = written(change.draft, visit.say, change.why)
        form = fact_form(visit.say, ids.REDRAFT(number=self.number), visit.say("form-change-title"), text)
        await visit.interaction.response.send_modal(form)

    async def _offered(self, visit: Visit) -> None:
        """The wordings of open questions that sound like this one, taken in as phrasings."""

        def taken(curation: Curation) -> Change | None:
            body = self._body(visit)(curation)
            change = Change.from_json(body["change"]) if body else None
            if change is None or change.draft is None or not change.draft.questions or not visit.curates:
                return None
            near = curation.gaps.phrasings(visit.server, change.draft.questions[0], 3 + len(change.draft.questions))
            more = [one for one in near if one not in change.draft.questions][:3]
            return replace(change, draft=replace(change.draft, questions=(*change.draft.questions, *more)))

        change = await visit.promptly(taken)
        if change is None:
            await whisper(visit.interaction, visit.say("draft-gone"))
        else:
            await visit.show(rewrite(visit, self.number, change))

    def _body(self, visit: Visit) -> Any:
        return lambda curation: curation.drafts.get(visit.server, visit.who, self.number)
