"""The public notice of a meeting."""
