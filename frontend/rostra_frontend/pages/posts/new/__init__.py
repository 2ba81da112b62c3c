"""A department begins a post."""
