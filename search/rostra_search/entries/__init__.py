"""How each record of the house becomes an entry of the search index."""
