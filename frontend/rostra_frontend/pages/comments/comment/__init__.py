"""One comment with what it answers and what was answered to it."""
