"""Full-text search over everything that the council publishes."""
