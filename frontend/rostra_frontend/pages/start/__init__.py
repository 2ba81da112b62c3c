"""Where visitors arrive."""
