"""Moderation: notices, the queue, decisions, the public log."""
