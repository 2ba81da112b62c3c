"""A file with its text."""
