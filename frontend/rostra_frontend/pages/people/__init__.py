"""Persons of the council; logging in."""
