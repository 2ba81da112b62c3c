"""A post in the hands of its department."""
