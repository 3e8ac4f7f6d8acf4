"""Buttons that outlive the process: all they need stands in their id, and is checked again when they are pressed."""

from __future__ import annotations

import re
from typing import Any, Protocol, Self, cast

import discord

from bot.chat.desk import BusyError, Desk
from bot.chat.render import GONE, NOT_YOURS, Pick, render_fact
from bot.chat.sending import (
    DEFERRED,
    PATIENTLY,
    PROMPTLY,
    apologise,
    arguments,
    defer,
    deliver,
    patiently,
    shows_embeds,
    whisper,
)


class HasDesk(Protocol):
    """What a button expects of the client that it is pressed in."""

    desk: Desk


class PickButton(
    discord.ui.DynamicItem[discord.ui.Button[discord.ui.View]],
    template=r"pick:(?P<asker>[0-9]{1,20}):(?P<handle>[0-9a-f]{12})",
):
    """Turns its message into the answer that the asker picks."""

    def __init__(self, asker: int, handle: str, label: str = "…") -> None:
        super().__init__(discord.ui.Button(label=label, custom_id=f"pick:{asker}:{handle}"))
        self.asker, self.handle = asker, handle

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """The button as it was before the process that made it ended."""
        return cls(int(match["asker"]), match["handle"])

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Shows the fact, to the asker alone."""
        try:
            with cast("HasDesk", interaction.client).desk.at_work():
                if interaction.user.id == self.asker:
                    await self._answer(interaction)
                else:
                    await whisper(interaction, NOT_YOURS)
        except Exception as error:  # noqa: BLE001 - discord.py would log it and leave the person without a word
            await apologise(interaction, error, busy=isinstance(error, BusyError))

    async def _answer(self, interaction: discord.Interaction[Any]) -> None:
        desk, response = cast("HasDesk", interaction.client).desk, interaction.response
        fact = await patiently(desk.fact(self.handle), lambda: defer(interaction, thinking=False))
        if fact is None:
            await whisper(interaction, GONE)
            return
        shown = {"embeds": []} | arguments(render_fact(fact), embeds=shows_embeds(interaction), view=None)
        if DEFERRED in interaction.extras:
            await deliver(lambda: interaction.edit_original_response(**shown), PATIENTLY)
        else:
            await deliver(lambda: response.edit_message(**shown), PROMPTLY)


def buttons(picks: tuple[Pick, ...], asker: int) -> discord.ui.View:
    """The buttons of a message, one to a row so that a long question can be read, for this person alone."""
    view = discord.ui.View(timeout=None)
    for row, pick in enumerate(picks):
        button = PickButton(asker, pick.handle, pick.label)
        button.row = row
        view.add_item(button)
    return view
