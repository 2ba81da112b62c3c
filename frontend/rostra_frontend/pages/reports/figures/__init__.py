"""The figures of defect reports."""
