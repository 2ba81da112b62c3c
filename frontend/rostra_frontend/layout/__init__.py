"""What stands around every page, and how templates become HTML."""
