"""Pages about letters by e-mail."""
