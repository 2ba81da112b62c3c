"""Imports: other councils' data, read from open standards."""
