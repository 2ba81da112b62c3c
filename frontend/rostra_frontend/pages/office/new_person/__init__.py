"""Entering a person."""
