"""A month of meetings."""
