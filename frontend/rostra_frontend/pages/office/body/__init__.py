"""Changing a body."""
