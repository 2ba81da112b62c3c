"""Where keeping the council begins."""
