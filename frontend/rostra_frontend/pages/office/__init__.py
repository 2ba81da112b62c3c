"""Keeping the council: what is due, what offices permit, the standing orders."""
