"""A post with its comments."""
