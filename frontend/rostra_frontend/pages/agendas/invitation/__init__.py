"""The invitation as who is invited sees it."""
