"""Defect reports: what residents find broken, and what becomes of it."""
