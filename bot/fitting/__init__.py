"""Fits the numbers of model.json to labelled questions: `factbot fit`."""
