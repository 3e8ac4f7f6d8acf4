"""The bot's own sentences, one file a language, for a translator to edit."""
