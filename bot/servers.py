"""What the moderators of a server settled for it."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import Any, Final, Literal, Self, get_args

Where = Literal["all", "listed", "commands"]
"""Where the bot speaks when it is mentioned: in every channel, in those listed, or in none: then commands only."""

LANGUAGES: Final = ("en", "de", "es", "zh")
MOST_CHANNELS: Final = 25
"""Channels in a list; Discord's menus offer no more at once."""
MOST_PINNED: Final = 25
CERTAIN: Final = (0.5, 0.99)
"""The least and the most that "how sure" can be set to, as probabilities."""
RETENTION: Final = (1, 365)
"""Days, the fewest and the most, that what is kept of answers stays."""


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """The settings of one server. Channels, roles are Discord's ids; 0 for none.

    where, channels: where it answers mentions; channels are those listed.
    help_channels:   where it also answers questions that do not mention it, and new forum posts; needs the
                     message-content intent.
    certainty:       how sure an answer must be, a probability; None for as sure as the program thinks right.
    curator_role:    who may change facts, beside those who manage the server.
    language:        of the bot's own sentences; "" for each member's own.
    log_channel:     where digests and reports go.
    site_url:        where the server's facts can be read.
    digest:          whether a digest goes to the log channel every week.
    second_pair:     whether a curator's change waits for another curator.
    author_names:    whether the name of a message's author is kept with a fact that is saved from it.
    retention_days:  how long it is kept which fact a message of ours showed.
    pinned:          ids of facts that /ask offers before anything is typed.
    """

    where: Where = "all"
    channels: tuple[int, ...] = ()
    help_channels: tuple[int, ...] = ()
    certainty: float | None = None
    curator_role: int = 0
    language: str = ""
    log_channel: int = 0
    site_url: str = ""
    digest: bool = False
    second_pair: bool = False
    author_names: bool = False
    retention_days: int = 30
    pinned: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The settings that differ from the defaults, as a JSON object."""
        default = asdict(ServerSettings())
        return {name: value for name, value in asdict(self).items() if value != default[name]}

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Self:
        """The settings that `to_json` wrote. What an older or newer program wrote and this one does not know is left
        out."""
        known = {field.name for field in fields(cls)}
        values: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value
            for name, value in stored.items()
            if name in known and (name != "where" or value in get_args(Where))
        }
        return cls(**values)
