"""Forms that were sent, whichever process opened them."""

from __future__ import annotations

from typing import Any, Final

import discord

from bot.chat import ids
from bot.chat.buttons.wrong import reported
from bot.chat.curation.submitted import FORMS
from bot.chat.forms import Sent, sent_texts
from bot.chat.house import house_of
from bot.chat.sending import apologise

_FORMS: Final[tuple[tuple[ids.Form, Sent], ...]] = (*FORMS, (ids.REPORT, reported))


async def submitted(interaction: discord.Interaction[Any]) -> None:
    """Serves a form of ours; any other is left to whoever opened it."""
    if interaction.type is not discord.InteractionType.modal_submit:
        return
    custom_id = str(dict(interaction.data or {}).get("custom_id", ""))
    for form, serve in _FORMS:
        values = form.read(custom_id)
        if values is not None:
            try:
                with house_of(interaction).desk.at_work():
                    await serve(interaction, values, sent_texts(interaction))
            except Exception as error:  # noqa: BLE001 - whoever took the trouble is told that it was in vain
                await apologise(interaction, error)
            return
