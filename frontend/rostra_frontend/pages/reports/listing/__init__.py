"""All defect reports."""
