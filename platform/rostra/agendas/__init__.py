"""Before a meeting: its agenda, the invitation to it, and who will come."""
