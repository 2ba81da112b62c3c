"""The council's papers in print."""
