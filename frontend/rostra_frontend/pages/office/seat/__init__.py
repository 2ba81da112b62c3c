"""A membership, as the clerk keeps it."""
