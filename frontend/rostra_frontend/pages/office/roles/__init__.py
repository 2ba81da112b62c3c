"""What each office permits."""
