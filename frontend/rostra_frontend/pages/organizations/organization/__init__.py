"""An organization with its members and meetings."""
