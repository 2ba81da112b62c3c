"""What the house holds about somebody."""
