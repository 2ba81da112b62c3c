"""The live view of chair, clerk and members."""
