"""Building an agenda."""
