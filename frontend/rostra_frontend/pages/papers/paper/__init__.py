"""A paper, its way through the council and its files."""
