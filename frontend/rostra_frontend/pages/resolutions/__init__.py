"""Pages about resolutions."""
