"""Who wants to hear of what; letters."""
