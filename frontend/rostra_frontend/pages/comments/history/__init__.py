"""The words that a comment had before."""
