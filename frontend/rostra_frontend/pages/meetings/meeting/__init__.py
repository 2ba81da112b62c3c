"""A meeting with its agenda."""
