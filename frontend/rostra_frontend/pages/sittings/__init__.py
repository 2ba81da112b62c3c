"""A sitting while it goes on: for those inside, for the hall, for everybody."""
