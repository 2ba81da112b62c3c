"""The form to log in."""
