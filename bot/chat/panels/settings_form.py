"""The form of the settings: what no menu can hold, a site's address and the pinned questions."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

import discord

from bot.answers import Found, Suggestions
from bot.chat.asking import same_question
from bot.chat.house import House, house_of, spoken
from bot.chat.plain import literal, one_line, shorten
from bot.chat.sending import apologise, whisper
from bot.languages.catalogue import Language
from bot.links import web_address
from bot.servers import ServerSettings

MOST: Final = 10
"""Questions that may be pinned."""
FORM: Final = 15 * 60.0


class MoreForm(discord.ui.Modal):
    """A site's address, and questions to pin, one a line."""

    def __init__(self, say: Language, settings: ServerSettings, titles: list[str]) -> None:
        super().__init__(title=say("form-title"), timeout=FORM)
        self.site: discord.ui.TextInput[Any] = discord.ui.TextInput(
            required=False, max_length=300, default=settings.site_url, placeholder="https://", custom_id="site"
        )
        self.pinned: discord.ui.TextInput[Any] = discord.ui.TextInput(
            required=False,
            max_length=4000,
            default="\n".join(titles),
            style=discord.TextStyle.paragraph,
            custom_id="pinned",
        )
        self.add_item(discord.ui.Label(text=say("form-site"), description=say("form-site-help"), component=self.site))
        self.add_item(
            discord.ui.Label(text=say("form-pinned"), description=say("form-pinned-help"), component=self.pinned)
        )

    async def on_submit(self, interaction: discord.Interaction[Any], /) -> None:
        """Keeps what is right, and says what is not."""
        house, say, server = house_of(interaction), spoken(interaction), interaction.guild_id or 0
        if not server or not interaction.permissions.manage_guild:
            await whisper(interaction, say("may-not-set"))
            return
        with house.desk.at_work():
            site = one_line(self.site.value)
            if site and not web_address(site):
                await whisper(interaction, say("form-bad-site"))
                return
            lines = list(dict.fromkeys(filter(None, map(one_line, self.pinned.value.splitlines()))))[:MOST]
            pinned, unknown = await _pinned(house, server, lines)
            before = await house.settings(server)
            after = replace(before, site_url=web_address(site).rstrip("/"), pinned=tuple(pinned))
            await house.change(server, after)
            lost = [say("form-unknown", question=literal(line, 100)) for line in unknown]
            await whisper(interaction, shorten("\n".join([say("form-kept", count=len(pinned)), *lost]), 1900))

    async def on_error(  # type: ignore[override]
        self, interaction: discord.Interaction[Any], error: Exception, /
    ) -> None:
        """Whoever took the trouble is told that it was in vain."""
        await apologise(interaction, error)


async def _pinned(house: House, server: int, lines: list[str]) -> tuple[list[str], list[str]]:
    """The ids of the facts that answer the lines, and the lines that none does."""
    pinned, unknown = [], []
    for question in lines:
        answer, _ = await house.ask(question, server)
        fact = answer.best.fact if isinstance(answer, Found) else None
        if isinstance(answer, Suggestions):
            fact = same_question(answer, question)
        if fact is None:
            unknown.append(question)
        else:
            pinned.append(fact.id)
    return list(dict.fromkeys(pinned)), unknown
