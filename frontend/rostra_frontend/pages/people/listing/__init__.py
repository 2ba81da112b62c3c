"""All persons."""
