"""What somebody has said, at one place."""
