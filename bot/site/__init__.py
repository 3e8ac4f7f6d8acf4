"""The fact table as a static web site."""
