"""Labelled questions in, a report out: how often the answer is right, and whether its confidence can be believed."""
