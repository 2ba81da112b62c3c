"""Bodies and their legislative terms."""
