"""Polls: what those think who answered, and never more than that."""
