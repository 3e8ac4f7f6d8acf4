"""How a factbot file is told from any other SQLite file, and an old one from a new one."""

from __future__ import annotations

from typing import Final

from bot import text

APPLICATION_ID: Final = 0x66616374
"""SQLite's application_id of every fact table: "fact" in ASCII."""

SCHEMA_VERSION: Final = 3
"""How many steps of schema.py there are."""

FILE_VERSION: Final = SCHEMA_VERSION * 1000 + text.FORM
"""SQLite's user_version: the schema, and the normal form that the index was made in."""
