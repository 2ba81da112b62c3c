"""All posts, the newest first."""
