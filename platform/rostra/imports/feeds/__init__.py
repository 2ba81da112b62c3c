"""Posts of other systems, as their feeds hand them out."""
