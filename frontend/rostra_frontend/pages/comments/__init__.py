"""Discussions: what is said to the published things of the city."""
