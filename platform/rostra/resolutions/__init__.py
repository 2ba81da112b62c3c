"""What was resolved, who carries it out, and how far that is."""
