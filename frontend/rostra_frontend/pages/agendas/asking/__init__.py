"""Asking for an item and signing what others ask for."""
