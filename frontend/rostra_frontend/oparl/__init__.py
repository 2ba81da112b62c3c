"""The city's council data for the world, as OParl 1.1 writes it."""
