"""How a factbot file is told from any other SQLite file, and an old one from a new one."""

from __future__ import annotations

from typing import Final

APPLICATION_ID: Final = 0x66616374
"""SQLite's application_id of every fact table: "fact" in ASCII."""

SCHEMA_VERSION: Final = 3
"""SQLite's user_version: how many steps of the schema have been applied."""
