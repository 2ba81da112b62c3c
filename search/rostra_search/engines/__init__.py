"""The search engines of the house, all alike from outside."""
