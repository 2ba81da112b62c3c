"""One defect report."""
