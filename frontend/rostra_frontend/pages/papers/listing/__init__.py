"""All papers, the newest first."""
