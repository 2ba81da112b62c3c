"""Who is logged in, and with what password."""
