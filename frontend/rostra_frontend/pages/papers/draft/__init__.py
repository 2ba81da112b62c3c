"""A new paper."""
