"""Posts: what the city publishes, and what citizens say to it."""
