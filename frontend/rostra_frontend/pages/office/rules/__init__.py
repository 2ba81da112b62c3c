"""The numbers of the standing orders."""
