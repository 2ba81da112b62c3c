"""The list of projects, printed."""
