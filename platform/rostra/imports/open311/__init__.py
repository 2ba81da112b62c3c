"""Defect reports of other systems, as Open311 GeoReport v2 hands them out."""
