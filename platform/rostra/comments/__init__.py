"""Comments: what is said to published things of every kind, and the city's answers."""
