"""What departments have in the making."""
