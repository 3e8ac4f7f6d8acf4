"""The names and descriptions of commands and options in each language, for Discord to show."""

from __future__ import annotations

from typing import Final

from discord import Locale, app_commands
from discord.app_commands import TranslationContextTypes, locale_str

from bot.languages.catalogue import english, language

LOCALES: Final = (Locale.german, Locale.spain_spanish, Locale.latin_american_spanish, Locale.chinese)
"""Discord's locales, other than English, that we speak. What stands in none of them is shown in English."""


def worded(key: str) -> locale_str:
    """The English words of a key, which the translator knows in other languages."""
    return locale_str(english()(key), key=key)


class Translator(app_commands.Translator):
    """Looks the words up again, by their key."""

    async def translate(self, string: locale_str, locale: Locale, context: TranslationContextTypes) -> str | None:
        """The words in a locale; None for a locale that is not ours, and where they are as in English."""
        if locale not in LOCALES or "key" not in string.extras:
            return None
        found = language(locale.value)(string.extras["key"])
        return found if found != string.message else None
