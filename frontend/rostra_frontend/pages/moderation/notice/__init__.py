"""A page of moderation."""
