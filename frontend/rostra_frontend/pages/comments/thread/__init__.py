"""The whole discussion below a thing."""
