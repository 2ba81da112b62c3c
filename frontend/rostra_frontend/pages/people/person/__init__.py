"""A person with mandates and offices."""
