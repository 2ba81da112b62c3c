"""What the city publishes under one topic."""
