"""Citizens have no records of their own yet: theirs are in the rooms in which they speak."""
