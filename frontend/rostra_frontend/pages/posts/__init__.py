"""What the city publishes, and what people say to it."""
