"""Entering a meeting."""
