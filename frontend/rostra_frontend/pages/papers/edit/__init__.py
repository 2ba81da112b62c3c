"""A paper in the making."""
