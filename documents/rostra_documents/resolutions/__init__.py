"""Extracts of resolutions, printed."""
