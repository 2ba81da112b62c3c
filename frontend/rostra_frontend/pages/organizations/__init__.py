"""Committees, factions, departments; bodies and their terms."""
