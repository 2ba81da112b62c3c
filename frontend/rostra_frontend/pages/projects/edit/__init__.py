"""A project as its department writes it."""
