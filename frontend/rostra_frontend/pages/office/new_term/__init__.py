"""Entering a legislative term."""
