"""Reading the minutes of a meeting, and having something put into them."""
