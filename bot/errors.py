"""The few ways a person is told no. Each message is one sentence that says what is wrong and where.

FactbotError
 ├─ SettingsError    the environment or a command's options cannot be used
 ├─ DocumentError    a fact file or document cannot be read as it stands
 ├─ TableError       the fact table is missing, foreign, damaged, or of another version; or has not what was asked for
 │   └─ BusyError    another program is writing the fact table
 ├─ ConflictError    somebody else changed the same fact meanwhile
 └─ DiscordError     Discord refused, or cannot be reached in a way that waiting would mend
"""

from __future__ import annotations


class FactbotError(Exception):
    """Something a person can mend. `str(error)` is the sentence they read."""


class SettingsError(FactbotError):
    """A setting or an option has a value that cannot be used."""


class DocumentError(FactbotError):
    """A document cannot be read as it stands.

    path: the file as the person named it. line: counted from 1, or None when the whole file is meant.
    """

    def __init__(self, path: str, line: int | None, problem: str) -> None:
        self.path, self.line, self.problem = path, line, problem
        super().__init__(f"{path}:{line}: {problem}" if line else f"{path}: {problem}")


class TableError(FactbotError):
    """The fact table cannot be opened, read or written."""


class BusyError(TableError):
    """Another program is writing the fact table, and did not finish while we waited."""


class ConflictError(FactbotError):
    """A fact is not any more what the person who changes it has seen."""


class DiscordError(FactbotError):
    """Discord refused us, and trying again would not help."""
