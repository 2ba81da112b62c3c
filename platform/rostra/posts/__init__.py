"""Posts: what the city publishes."""
