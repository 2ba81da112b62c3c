"""What went out."""
