"""Voting: ballots and their results."""
