"""Entering an organization."""
