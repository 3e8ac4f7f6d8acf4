"""`python -m bot` is the same program as `factbot`."""

from bot.cli import main

main()
