"""A project begins."""
