"""The council as tables: persons, organizations and memberships as CSV, in and out."""
