"""Organizations: bodies, committees, factions, working groups, and who belongs to them."""
