"""Ending letters about a topic."""
