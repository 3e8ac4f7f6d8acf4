"""factbot answers a community's questions from a table of facts and shows where each answer came from."""
