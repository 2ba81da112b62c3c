"""Writing and settling the minutes of a meeting."""
