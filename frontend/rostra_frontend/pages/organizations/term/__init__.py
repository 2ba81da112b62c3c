"""A legislative term: from when to when."""
