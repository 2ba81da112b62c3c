"""The polls."""
