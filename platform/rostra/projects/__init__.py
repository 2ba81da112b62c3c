"""Projects: the list of what the city intends, with every change and its reason."""
