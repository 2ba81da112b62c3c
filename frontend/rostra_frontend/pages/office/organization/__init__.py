"""Changing an organization."""
