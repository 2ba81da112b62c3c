"""What authors do with a comment of theirs."""
