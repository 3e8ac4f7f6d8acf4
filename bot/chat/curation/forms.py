"""Discord's forms. All that one must know when it is sent stands in its id: it may be sent to another process than the
one that opened it, so discord.py is not asked to remember it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import discord

from bot.chat.curation.fields import LONGEST, FormText
from bot.chat.plain import shorten
from bot.languages.catalogue import Language

TITLE = 45
"""Characters of a form's title and of a label, and"""
HELP = 100
"""of what stands below a label."""


class Form(discord.ui.Modal):
    """A form that nobody waits for."""

    def __init__(self, title: str, custom_id: str) -> None:
        super().__init__(title=shorten(title, TITLE), custom_id=custom_id, timeout=None)
        # discord.py keeps what is not finished in memory for ever, and would answer for it
        self.stop()

    def ask(
        self,
        name: str,
        label: str,
        *,
        text: str = "",
        help: str = "",  # noqa: A002 - what it is
        required: bool = True,
        long: bool = True,
        most: int = LONGEST,
    ) -> None:
        """One more field."""
        field: discord.ui.TextInput[Any] = discord.ui.TextInput(
            custom_id=name,
            default=text or None,
            required=required,
            max_length=most,
            style=discord.TextStyle.paragraph if long else discord.TextStyle.short,
        )
        described = shorten(help, HELP) or None
        self.add_item(discord.ui.Label(text=shorten(label, TITLE), description=described, component=field))


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


def sent_texts(interaction: discord.Interaction[Any]) -> dict[str, str]:
    """What was written in a form, by field."""
    data: dict[str, Any] = dict(interaction.data or {})
    return dict(_texts(data.get("components", ())))


def _texts(components: Any) -> Iterator[tuple[str, str]]:
    for component in components:
        if "custom_id" in component and isinstance(component.get("value"), str):
            yield component["custom_id"], component["value"]
        yield from _texts(component.get("components", ()))
        if "component" in component:
            yield from _texts([component["component"]])
