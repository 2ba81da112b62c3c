"""What can be reported."""
