"""The ticker for everybody."""
