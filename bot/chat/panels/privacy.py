"""/privacy: what is kept of a person, and a button that deletes it."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

import discord
from discord import app_commands

from bot.chat import ids
from bot.chat.buttons.press import Press
from bot.chat.house import House, spoken
from bot.chat.panels.layout import Block, buttons, line, panel, text
from bot.chat.rendered import Button
from bot.chat.sending import defer, deliver, patiently, show_panel
from bot.chat.translating import worded
from bot.languages.catalogue import Language

ONCE = (0, 10.0)
"""A file is read while it is sent, so it is sent once."""


def privacy_command(house: House) -> app_commands.Command[Any, ..., None]:
    """/privacy."""

    @app_commands.command(name=worded("name-privacy"), description=worded("command-privacy"))
    async def privacy(interaction: discord.Interaction[Any]) -> None:
        with house.desk.at_work():
            work = _kept(house, interaction.user.id)
            kept = await patiently(work, lambda: defer(interaction, thinking=True, private=True))
            await show_panel(interaction, _panel(spoken(interaction), kept))

    return privacy


class Forget(Press, template=ids.FORGET.pattern):
    """Deletes what is kept of whoever presses it, after they said so twice."""

    async def press(self, interaction: discord.Interaction[Any], house: House, say: Language) -> None:
        """The panel is private, so whoever presses is whom it is about."""
        person, what = interaction.user.id, self.values["what"]
        privacy = house.office.privacy
        head = ""
        if what == "file" and privacy is not None:
            kept_as = await house.desk.hand_over(lambda: privacy.export(person))
            file = discord.File(io.BytesIO(kept_as.encode()), filename="what-is-kept-of-you.json")
            await deliver(lambda: interaction.response.send_message(file=file, ephemeral=True), (ONCE,))
            return
        if what == "all" and privacy is not None:
            await house.desk.hand_over(lambda: privacy.forget(person))
            head = say("privacy-deleted")
        kept = await patiently(_kept(house, person), lambda: defer(interaction, thinking=False))
        await show_panel(interaction, _panel(say, kept, head=head, confirm=what == "ask"))


async def _kept(house: House, person: int) -> Mapping[str, int]:
    privacy = house.office.privacy
    if privacy is None:
        return {}
    kept = await house.desk.hand_over(lambda: privacy.kept(person))
    return {name: count for name, count in kept.items() if count}


def _panel(say: Language, kept: Mapping[str, int], *, head: str = "", confirm: bool = False) -> discord.ui.LayoutView:
    blocks: list[Block] = [text("\n".join(filter(None, (say("privacy-head"), head)))), text(say("privacy-policy"))]
    blocks.append(line())
    if not kept:
        blocks.append(text(say("privacy-nothing")))
        return panel(blocks)
    lines = [f"- {say.term('kept', name)}: {count}" for name, count in kept.items()]
    blocks.append(text("\n".join([say("privacy-kept"), *lines])))
    if confirm:
        yes = Button(say("button-forget-sure"), ids.FORGET(what="all"), primary=True)
        no = Button(say("button-keep"), ids.FORGET(what="show"))
        blocks += [text(say("privacy-sure")), buttons((yes, no))]
    else:
        file = Button(say("button-file"), ids.FORGET(what="file"))
        blocks.append(buttons((file, Button(say("button-forget"), ids.FORGET(what="ask")))))
    return panel(blocks)
