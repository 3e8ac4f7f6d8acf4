"""Panels: what the bot is and keeps, and how a server wants it, in Discord's newer layout."""
