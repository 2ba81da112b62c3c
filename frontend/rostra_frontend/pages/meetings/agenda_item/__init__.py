"""An agenda item with its resolution and votes."""
