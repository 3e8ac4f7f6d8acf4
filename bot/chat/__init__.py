"""The Discord door: questions come in as commands, mentions and direct messages, and leave as answers with a source."""
