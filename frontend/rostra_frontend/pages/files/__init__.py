"""Documents and their texts."""
