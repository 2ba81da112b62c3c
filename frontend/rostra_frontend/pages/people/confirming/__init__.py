"""Taking an account into use."""
