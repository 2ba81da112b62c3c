"""The city answers a comment."""
