"""What a department has on its desk."""
