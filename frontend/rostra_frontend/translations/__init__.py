"""The languages of the website: its texts, its dates and its numbers."""
