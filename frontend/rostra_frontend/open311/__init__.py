"""The Open311 GeoReport v2 interface: what can be reported, reports out, reports in."""
