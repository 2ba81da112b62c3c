"""Minutes: the record of what was done in a meeting."""
