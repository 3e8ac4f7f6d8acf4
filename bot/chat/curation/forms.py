"""The forms of the counter: for a fact, and for a reason."""

from __future__ import annotations

from collections.abc import Mapping

from bot.chat.curation.fields import FormText
from bot.chat.forms import Form
from bot.languages.catalogue import Language


def fact_form(say: Language, custom_id: str, title: str, text: FormText) -> Form:
    """The form that says all of a fact."""
    form = Form(title, custom_id)
    form.ask("questions", say("form-questions"), text=text.questions, help=say("form-questions-help"), required=False)
    form.ask("answer", say("form-answer"), text=text.answer)
    form.ask("source", say("form-source"), text=text.source, help=say("form-source-help"))
    form.ask("topic", say("form-topic"), text=text.topic, required=False, long=False, most=200)
    form.ask("details", say("form-details"), text=text.details, help=say("form-details-help"), required=False)
    return form


def reason_form(say: Language, custom_id: str, title: str, help: str) -> Form:  # noqa: A002 - what it is
    """The form that asks why."""
    form = Form(title, custom_id)
    form.ask("reason", say("form-reason"), help=help, most=500)
    return form


def fact_text(sent: Mapping[str, str]) -> FormText:
    """What was written in a form for a fact."""
    return FormText(**{name: sent.get(name, "") for name in FormText.__slots__})
