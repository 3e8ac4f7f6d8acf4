"""A connection to a fact table, for those above the store: to be handed to its classes, not to be asked SQL."""

from sqlite3 import Connection

__all__ = ["Connection"]
