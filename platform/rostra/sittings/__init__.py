"""During a meeting: what is called, who is there, who speaks."""
