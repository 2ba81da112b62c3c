"""Agenda and invitation of a meeting in print."""
