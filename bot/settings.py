"""What a deployment sets, read once from the environment it is given."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

from bot.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Mapping

LOG_LEVELS = ("debug", "info", "warning", "error")


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that can be set from outside; a value that is missing or empty has its default."""

    token: str = field(default="", repr=False)
    """DISCORD_TOKEN: the bot's token. Never printed, never logged."""

    table: Path | None = None
    """FACTBOT_DB: the fact table. Default: facts.db in this folder, else the one that ships."""

    log_level: str = "info"
    """FACTBOT_LOG_LEVEL: debug, info, warning or error."""

    site_url: str = ""
    """FACTBOT_SITE_URL: where the sources can be read, for answers whose source has no address."""

    proxy: str = ""
    """FACTBOT_PROXY: an HTTP proxy for everything that goes to Discord."""

    words: Path | None = None
    """FACTBOT_WORDS: a project's own list of synonyms, related words and opposites, on top of the one that ships."""

    semantic: str = ""
    """FACTBOT_SEMANTIC: an embedding model, a folder or a name on Hugging Face's hub, to go by meaning too; needs the
    extra "semantic". Empty: by words alone."""

    message_content: bool = False
    """FACTBOT_MESSAGE_CONTENT: "1" asks Discord for the message-content intent, which questions without a mention need;
    it must be switched on for the application too."""

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> Self:
        """The settings of an environment. Raises SettingsError for a value that cannot be used."""

        def value(name: str) -> str:
            return environ.get(name, "").strip()

        level = value("FACTBOT_LOG_LEVEL").lower() or "info"
        if level not in LOG_LEVELS:
            raise SettingsError(f'FACTBOT_LOG_LEVEL is "{level}"; it can be {", ".join(LOG_LEVELS)}')
        if value("FACTBOT_MESSAGE_CONTENT") not in {"", "0", "1"}:
            raise SettingsError("FACTBOT_MESSAGE_CONTENT can be 1 or 0")
        for name in ("FACTBOT_PROXY", "FACTBOT_SITE_URL"):
            if value(name) and not _is_web_address(value(name)):
                raise SettingsError(f"{name} is not an address that begins with http:// or https://")
        return cls(
            token=value("DISCORD_TOKEN"),
            table=Path(value("FACTBOT_DB")) if value("FACTBOT_DB") else None,
            log_level=level,
            site_url=value("FACTBOT_SITE_URL").rstrip("/"),
            proxy=value("FACTBOT_PROXY"),
            words=Path(value("FACTBOT_WORDS")) if value("FACTBOT_WORDS") else None,
            semantic=value("FACTBOT_SEMANTIC"),
            message_content=value("FACTBOT_MESSAGE_CONTENT") == "1",
        )


def _is_web_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname)
