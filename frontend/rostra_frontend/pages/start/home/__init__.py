"""What is next, what was decided, what is new."""
