"""Rostra's town hall: the data, the rules and the verbs of council, groups, events and citizens."""
