"""The mappings, a file for each domain of the council."""
