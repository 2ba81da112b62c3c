"""Changing a legislative term."""
