"""Papers: what the council debates and decides on, and its way through the committees."""
