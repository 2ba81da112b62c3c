"""What is put before the council."""
