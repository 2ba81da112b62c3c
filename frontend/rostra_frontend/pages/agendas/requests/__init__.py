"""The requests for items, for the council office."""
