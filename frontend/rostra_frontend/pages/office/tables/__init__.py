"""Taking tables of the council in, and handing them out."""
