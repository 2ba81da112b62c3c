"""The list itself."""
