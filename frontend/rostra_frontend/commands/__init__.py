"""The commands that are typed at a terminal, one module each."""
