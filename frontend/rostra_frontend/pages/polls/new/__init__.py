"""Asking in a poll."""
