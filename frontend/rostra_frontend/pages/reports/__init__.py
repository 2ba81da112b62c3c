"""Pages about defect reports."""
