"""One resolution."""
