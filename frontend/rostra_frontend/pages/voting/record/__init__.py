"""How persons and factions voted."""
