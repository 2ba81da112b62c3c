"""The minutes of a meeting in print."""
