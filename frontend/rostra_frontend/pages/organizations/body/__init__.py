"""A body: its committees, its terms, how to reach it."""
