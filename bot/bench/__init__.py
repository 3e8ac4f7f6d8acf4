"""How fast and how large: synthetic tables of any size, asked and timed: `factbot bench`."""
