"""Moving a meeting and cancelling it."""
