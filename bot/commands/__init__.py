"""The commands for looking after the facts of a table, a file for each group; cli.py puts them beside the others."""
