"""Citizens: what they confirm by a letter, and what the house holds about them."""
