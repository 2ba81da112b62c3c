"""Ending an organization, with the memberships that end with it."""
