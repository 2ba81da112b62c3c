"""The demo: a city that does not exist, with everything that a council has."""
