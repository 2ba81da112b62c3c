"""Reporting a defect."""
