"""All organizations."""
