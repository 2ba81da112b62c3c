"""Imprint, privacy and accessibility, from the settings."""
